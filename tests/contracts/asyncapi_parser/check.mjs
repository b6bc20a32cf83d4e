// Reads an AsyncAPI document with the official parser; prints its errors, one a line, and ends with 1 if there are any.
import { Parser, fromFile } from "@asyncapi/parser";

const ERROR = 0;
const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
const errors = diagnostics.filter(({ severity }) => severity === ERROR);
for (const { message, path } of errors) console.log(`${path.join(".")}: ${message}`);
if (errors.length || !document) process.exit(1);

console.log(`${document.version()} ${document.channels().length} channels ${document.operations().length} operations`);
