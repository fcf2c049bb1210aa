# Everything a checkout needs is done by tools/dev.py with the first Python that is new enough.
.PHONY: demo test lint bench chaos clean doctor
demo test lint bench chaos clean doctor:
	@for python in python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exec $$python tools/dev.py $@ $(ARGS); fi; \
	done; echo "CoatingCat needs Python 3.11 or newer; none of python3.13, python3.12, python3.11, python3 is." >&2; exit 1
