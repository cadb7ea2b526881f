# For those who have make; the work is done by start.py.
.PHONY: demo test check
demo: ; python3 start.py demo
test: ; python3 start.py test
check: ; python3 start.py check
