# `make run` and `make test` work in a fresh clone on any machine with Python 3.11 to 3.14.

PORT ?= 8000
PYTHON_IN_VENV := .venv/bin/python
PYTEST := $(PYTHON_IN_VENV) -m pytest -n 2
export PORT

.PHONY: help run dev password test bench lint format

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Serve the newsroom on 127.0.0.1:8000 (PORT=… for another), with the sample the first time
	@deploy/install requirements.txt
	@$(PYTHON_IN_VENV) deploy/start.py serve

dev: ## The same with autoreload and Django's error pages
	@deploy/install requirements-dev.txt
	@$(PYTHON_IN_VENV) deploy/start.py develop

password: ## Set new passwords for the sample's sign-ins and print them
	@deploy/install requirements.txt
	@$(PYTHON_IN_VENV) deploy/start.py passwords

test: ## Run every test: on SQLite and in a browser, then on PostgreSQL what could come out otherwise there
	@deploy/install requirements-dev.txt
	@deploy/test-tools
	@echo "== On SQLite =="
	$(PYTEST)
	@echo "== On PostgreSQL =="
	$(PYTHON_IN_VENV) -m tests.private_postgres -- $(PYTEST) --with-database-only

bench: ## Compare how long pages take in a small and a large newsroom (SMALL=… LARGE=…)
	@deploy/install requirements-dev.txt
	$(PYTHON_IN_VENV) -m benchmarks.pages

lint: ## Check style, types, templates, imports and migrations
	@deploy/install requirements-dev.txt
	@mkdir -p var
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -m mypy
	$(PYTHON_IN_VENV) -m djlint --quiet --lint templates
	$(PYTHON_IN_VENV) -c 'from importlinter.cli import lint_imports_command as lint; lint()'
	SECRET_KEY=lint $(PYTHON_IN_VENV) manage.py makemigrations --check --dry-run

format: ## Format the Python files
	@deploy/install requirements-dev.txt
	$(PYTHON_IN_VENV) -m ruff format .
	$(PYTHON_IN_VENV) -m ruff check --fix .
