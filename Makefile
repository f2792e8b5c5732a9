# Every target does the set-up it needs; nothing has to be installed by hand first.
.PHONY: setup run test check bench lock fmt messages clean

PYTHON ?=
export PYTHON

run:       ## Start the workbench and print its address (PORT=8001 to move it, SAMPLE=0 for an empty one)
	@tools/setup run
	@exec .venv/bin/python manage.py up

setup:     ## Everything needed to run commands in .venv, without starting anything
	@tools/setup run

test:      ## All tests: SQLite, then PostgreSQL and Redis where they can be had
	@tools/setup test
	@.venv/bin/python tools/run_tests.py $(ARGS)

check:     ## Lint, format, types, import contracts, migrations, texts, templates
	@tools/setup check
	@.venv/bin/python tools/check.py

bench:     ## The measured promises (SIZE=small for a tenth of everything)
	@tools/setup test
	@.venv/bin/python benchmarks/run.py $(if $(filter small,$(SIZE)),--small) $(ARGS)

fmt:       ## Put code and templates into shape
	@tools/setup check
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

messages:  ## Extract texts from the source; prints those without a translation
	@tools/setup check
	@.venv/bin/python tools/messages.py update

lock:      ## Maintainers: resolve all dependencies again
	@tools/setup check
	@tools/lock

clean:     ## Remove what the set-up made; data/ stays
	rm -rf .venv .tools node_modules build
