// A provider as a company might have: RS256, a client with a secret, JWT access tokens for "gendan", roles inside a claim.
// Its settings come as JSON in PROVIDER; it says "ready" when it listens.
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const { port, desk, secret, roles, way } = JSON.parse(process.env.PROVIDER);
const jwk = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "desk-of-gendan",
    client_secret: secret,
    token_endpoint_auth_method: way,
    redirect_uris: [`${desk}/desk/signed-in`],
    post_logout_redirect_uris: [`${desk}/desk/signed-out`],
  }],
  jwks: { keys: [{ ...jwk, use: "sig", alg: "RS256", kid: `key-${Date.now()}` }] },
  clientAuthMethods: [way],
  cookies: { keys: ["a key of the tests"] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  extraTokenClaims: (_, token) => ({ preferred_username: token.accountId, realm_access: { roles } }),
  features: {
    resourceIndicators: {
      enabled: true,
      defaultResource: () => "https://departments.example",
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "", audience: "gendan", accessTokenFormat: "jwt", jwt: { sign: { alg: "RS256" } },
      }),
    },
  },
});
provider.listen(port, "127.0.0.1", () => console.log("ready"));
