# The commands of the portal. Each can be repeated; each says what it does.

PYTHON ?= python3
PORT ?= 8000
IN_VENV = .venv/bin
# Tests and checks never read var/env: they bring every choice themselves.
BARE = env -u DATABASE_URL ENV_FILE= SECRET_KEY=only-for-checks-$$$$-0123456789-0123456789-abcdefghij

.PHONY: run dev services test test-full bench lint check messages openapi lock help install-test

help:  ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run:  ## Set everything up and serve the portal on 127.0.0.1 (PORT=8000)
	@$(PYTHON) scripts/run.py --port $(PORT)

dev: install-test  ## Serve with reloading and full error pages, for developers (after `make run`)
	@DEBUG=1 $(IN_VENV)/python manage.py runserver 127.0.0.1:$(PORT)

services: install-test  ## Web, worker and beat on PostgreSQL and Redis (needs SECRET_KEY, DATABASE_URL, REDIS_URL, EMAIL_URL)
	@$(IN_VENV)/python scripts/run-services --port $(PORT)

install-test:
	@$(PYTHON) scripts/run.py --only-install --test-packages

test: install-test  ## Run the whole test suite on SQLite
	@env -u DATABASE_URL $(IN_VENV)/python -m pytest -n auto --dist worksteal $(ARGS)

test-full: install-test  ## The suite without CI's limits: every page in the browser, both databases whole
	@test -n "$(DATABASE_URL)" -a -n "$(REDIS_URL)" || { echo "Set DATABASE_URL to a PostgreSQL database and REDIS_URL to a Redis for the second half."; exit 1; }
	@env -u DATABASE_URL $(IN_VENV)/python -m pytest -n auto --dist worksteal --full $(ARGS)
	@DATABASE_URL=$(DATABASE_URL) $(IN_VENV)/python -m pytest -n auto --dist worksteal --full -m "not browser and not setup" $(ARGS)

bench: install-test  ## Measure against plain twins; writes docs/performance.md (needs DATABASE_URL, REDIS_URL)
	@$(IN_VENV)/python -m benchmarks.run $(ARGS)

lint: install-test  ## Lint, format, templates, imports
	@$(IN_VENV)/ruff check .
	@$(IN_VENV)/ruff format --check .
	@$(IN_VENV)/djlint --lint --quiet templates
	@$(IN_VENV)/lint-imports --no-cache

check: install-test  ## Missing migrations, untranslated texts, Django's deployment checks
	@$(BARE) $(IN_VENV)/python manage.py makemigrations --check --dry-run
	@$(BARE) scripts/check_messages.sh
	@$(BARE) $(IN_VENV)/python manage.py check --deploy --fail-level WARNING

messages: install-test  ## Collect the texts to translate into locale/ (needs gettext)
	@$(BARE) scripts/collect_messages.sh

openapi: install-test  ## Write the OpenAPI document of the API to docs/openapi.json
	@$(BARE) $(IN_VENV)/python manage.py spectacular --lang en --format openapi-json --validate --fail-on-warn --file var/openapi.json
	@$(IN_VENV)/python -m json.tool --indent 2 --no-ensure-ascii var/openapi.json docs/openapi.json

lock:  ## Lock the packages of pyproject.toml with hashes (needs uv)
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --output-file requirements.txt pyproject.toml
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --extra test --constraints requirements.txt --output-file requirements-test.txt pyproject.toml
