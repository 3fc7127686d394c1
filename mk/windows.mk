# Windows on Debian: built with MinGW, run under wine (tests/windows). What can't be shown so is in docs/platforms.md.

.PHONY: test-windows windows

# PARTS=programs runs some of it; target/windows keeps what was built.
test-windows: ## build for Windows and run the tests under wine: PARTS="kit programs readme win32 bridge qt rust wheel python"
	tests/windows/run.sh $(PARTS)

windows: ## the kit and the wheel for Windows, as they are shipped: target/windows/dist
	tests/windows/dist.sh
