# Needs python3 (3.11 or newer, with venv) and make. Everything else is fetched once, checked against the locks,
# and kept in .venv and .state; afterwards no network is needed.

PY ?= python3
UV = .state/tools/bin/uv
RUN = .venv/bin/python -m
SYNC = $(UV) pip sync -q --require-hashes --only-binary :all: --python .venv/bin/python requirements.txt
COMPILE = $(UV) pip compile -q --universal --fork-strategy fewest --generate-hashes --no-header --no-annotate --python-version 3.11
ONCE = echo "That was not fetched: what the tool says stands above. The first run needs the network once, to fetch what"; \
  echo "the locks name; behind a proxy or with certificates of a company: docs/operations.md"; exit 1
PLAYS = $(dir $(wildcard .state/*/play))
COMPANIES = $(filter-out $(PLAYS),$(dir $(wildcard .state/*/version)))
GONE = $(strip $(PLAYS) $(if $(filter remove,$(DATA)),$(COMPANIES)))
SERVERS = image-kafka image-postgresql
PARTS = $(addprefix image-,sales purchasing warehouse logistics finance notify gendan)
BUILD = docker build -q $(if $(BASE),--build-arg BASE=$(BASE)) --build-arg VERSION=$(VERSION) --build-arg REVISION=$(REVISION)
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
REVISION = $(shell git rev-parse HEAD)
SEED ?= $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')

# uv trusts its own list of certificates alone unless told to take the system's, as pip does.
UV_SYSTEM_CERTS ?= true
export UV_SYSTEM_CERTS
export UV_PYTHON_DOWNLOADS = never
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Where modules may not be kept compiled, as in images of Python, each of some hundred processes compiles them anew.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help demo test integration lint fix contracts k8s-check bench why-bench simulate screenshots cluster-check images $(PARTS) $(SERVERS) sbom lock clean

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .state/ready ## the whole suite on this machine, with its own Kafka and PostgreSQL (ARGS="--help")
	@$(RUN) gendan demo $(ARGS)

test: lint ## all checks and all tests
	@echo "==> tests"
	@$(RUN) pytest -q -n 2 --dist worksteal $(ARGS)

integration: .state/ready ## the stories over all departments (ARGS="--containers": on the images)
	@$(RUN) pytest -q $(or $(STORIES),tests/integration) $(ARGS)

lint: .state/ready ## format, lint, types and import rules, changing nothing
	@echo "==> format"
	@$(RUN) ruff format --check --quiet .
	@echo "==> lint"
	@$(RUN) ruff check --quiet .
	@echo "==> types"
	@$(RUN) mypy
	@echo "==> imports"
	@.venv/bin/lint-imports --no-logo

fix: .state/ready ## format the code and mend what can be mended
	@$(RUN) ruff check --quiet --fix . ; $(RUN) ruff format .

contracts: .state/ready ## write AsyncAPI, schemas, flows, needs and the settings table anew from the code
	@$(RUN) gendan contracts generate
	@$(RUN) deploy.settings_table

k8s-check: .state/ready ## hold the Kubernetes overlays against schemas and our own rules (ARGS=path/to/your/overlay)
	@echo "==> k8s-check"
	@$(RUN) deploy.check $(ARGS)

cluster-check: .state/ready ## play a company on the cluster that kubectl reaches, roll it out and drain its node meanwhile
	@$(RUN) tests.cluster

bench: .state/ready ## what an order costs and how long it takes; docs/performance.md (ARGS="--quick")
	@$(RUN) tests.bench $(ARGS)

why-bench: .state/ready ## bring about each cause of a standstill and ask gendan why (ARGS="--json FILE")
	@echo "==> why-bench"
	@$(RUN) tests.why $(ARGS)

simulate: .state/ready ## play a random seed through the simulation (SEED=n repeats one)
	@echo "==> simulation, SEED=$(SEED)"
	@GENDAN_SEED=$(SEED) $(RUN) pytest -q tests/simulation --hypothesis-seed=$(SEED) $(ARGS)

screenshots: .state/ready ## take the pictures of docs/pictures anew, in the machine's own Chromium
	@$(RUN) tests.desk.pictures

images: ## build the images: each department, the command line, Kafka and PostgreSQL (BASE=image with Python)
	@$(MAKE) -s -j 2 $(PARTS) $(SERVERS)

# The first of each makes the layers that the others share.
$(filter-out image-sales,$(PARTS)): image-sales
image-postgresql: image-kafka

$(PARTS): image-%:
	@$(BUILD) -f deploy/Dockerfile --build-arg DEPARTMENT=$* -t $(if $(filter gendan,$*),gendan,gendan-$*):$(VERSION) .

$(SERVERS): image-%:
	@$(BUILD) -f deploy/servers.Dockerfile --target $* -t gendan-$*:$(VERSION) .

sbom: .state/ready ## what each image installs, as CycloneDX, in .state/sbom
	@mkdir -p .state/sbom
	@for part in $(PARTS:image-%=%); do $(RUN) deploy.image_requirements $$part | $(UV) tool run -q --from "cyclonedx-bom==7.5.0" \
	  cyclonedx-py requirements --pyproject pyproject.toml -o .state/sbom/$$part.json - || exit 1; done

lock: .state/ready ## write the locks anew (ARGS=--upgrade moves versions)
	@$(COMPILE) $(ARGS) --group dev pyproject.toml -o requirements.txt
	@$(UV) tool run -q --from "jgo[cli]==3.2.0" jgo -q --resolver python lock
	@$(RUN) deploy.image_requirements
	@$(RUN) deploy.third_party_notices

clean: ## remove what was made here: tools, caches, plays; the data of companies with DATA=remove
	@test -z "$(GONE)" || $(PY) -m gendan.embedded remove $(GONE)
	@rm -rf .venv .state/tools .state/jars .state/sbom .state/ready
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rmdir .state 2>/dev/null || test ! -d .state \
	  || echo "kept: $$(echo .state/*); with the data of companies: make clean DATA=remove"

$(UV): tools.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "gendan needs Python 3.11 or newer as python3; or name one: make PY=/path/to/python3.11"; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "this Python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "==> tools"
	@$(PY) -m venv .state/tools
	@.state/tools/bin/pip install -q --require-hashes -r tools.txt || { $(ONCE); }
	@touch $@

# uv asks the index again unless told to stay offline, so the cache is tried first.
.state/ready: $(UV) requirements.txt jgo.lock.toml
	@test -x .venv/bin/python \
	  || $(UV) venv -q --clear --python "$$($(PY) -c 'import sys; print(sys.executable)')" .venv
	@echo "==> Python packages: $$(grep -c == requirements.txt) locked"
	@$(SYNC) --offline 2>/dev/null || $(SYNC) || UV_SYSTEM_CERTS=false $(SYNC) 2>/dev/null || { $(ONCE); }
	@echo "==> Kafka: $$(grep -c sha256 jgo.lock.toml) locked jars"
	@$(RUN) gendan.embedded
	@touch $@
