# make build | test | check | demo | demo-etcd | demo-evpn | bench | conformance | install | uninstall | deb | tarball
# Everything needed is installed on the way: npm packages from the lock file, Debian packages by apt-get as root.

PREFIX  ?= /usr/local
DESTDIR ?=
CNI_BIN ?= /opt/cni/bin

PACKAGES        ?= bin
DEB_COMPRESSION ?= xz
DEB_MAINTAINER  ?= Silk for TypeScript <silk@packages.invalid>

BUN  := node_modules/.bin/bun
JEST := $(BUN) --bun node_modules/.bin/jest
# Tests provoke warnings: a run shows them with SILK_LOG_LEVEL=warn.
UNIT := SILK_LOG_LEVEL=$${SILK_LOG_LEVEL:-error} $(JEST) test/unit --maxWorkers=2
SOURCES := $(shell find src plugins -name '*.ts' 2>/dev/null) package.json

.PHONY: build test check format generate unit integration conformance bench demo demo-etcd demo-evpn install uninstall deb tarball clean packages

build: bin/silk

bin/silk: node_modules/.installed $(SOURCES)
	$(BUN) src/build/executable.ts bin

# Not `npm ci`: it wants the lock file to name the packages of every platform, and some registries carry but Linux'.
node_modules/.installed: package.json package-lock.json
	@command -v npm >/dev/null || { echo 'make: npm is missing: install Node.js 20 or later with npm' >&2; exit 1; }
	@version=$$(node -p process.versions.node) && [ "$${version%%.*}" -ge 20 ] || \
	  { echo "make: Cannot build: Node.js: found $$version, wanted 20 or later, which Debian 12 does not have" >&2; exit 1; }
	npm install --no-save
	@touch $@

# What the tests, the demo and the benchmarks call beside our own programs.
packages:
	@sh test/support/install-packages.sh

# The one gate before a commit: generated files fresh, format, lint, types, unit tests.
check: node_modules/.installed
	$(BUN) src/config/generate.ts --check
	node_modules/.bin/biome check --error-on-warnings .
	node_modules/.bin/tsc -p .
	$(UNIT)

format: node_modules/.installed
	node_modules/.bin/biome check --write .

generate: node_modules/.installed
	$(BUN) src/config/generate.ts

unit: node_modules/.installed
	$(UNIT)

# Everything: needs root, for network namespaces.
test: packages check build
	$(JEST) test/integration test/conformance --maxWorkers=2

integration: packages build
	$(JEST) test/integration --maxWorkers=2

conformance: packages build
	$(BUN) test/conformance/report.ts docs/conformance.md

bench: packages build
	$(BUN) test/bench/main.ts docs/benchmarks.md

demo: build
	@sh test/support/install-packages.sh ip:iproute2 nsenter:util-linux ping:iputils-ping tcpdump:tcpdump
	@sh test/support/demo/demo.sh

demo-etcd: build
	@sh test/support/install-packages.sh ip:iproute2 nsenter:util-linux ping:iputils-ping etcd:etcd-server etcdctl:etcd-client
	@sh test/support/demo/demo.sh etcd

demo-evpn: build
	@sh test/support/install-packages.sh ip:iproute2 nsenter:util-linux ping:iputils-ping gobgpd:gobgpd
	@sh test/support/demo/demo.sh evpn

# By rename, never by writing into a program that may be running.
install: build
	@case '$(PREFIX)' in /*) ;; *) echo 'make: PREFIX: found $(PREFIX), wanted an absolute path' >&2; exit 1 ;; esac
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/sbin' '$(DESTDIR)$(CNI_BIN)'
	install -m 0755 bin/silk '$(DESTDIR)$(PREFIX)/bin/.silk.new'
	mv -f '$(DESTDIR)$(PREFIX)/bin/.silk.new' '$(DESTDIR)$(PREFIX)/bin/silk'
	ln -sfn ../bin/silk '$(DESTDIR)$(PREFIX)/sbin/.silkd.new'
	mv -fT '$(DESTDIR)$(PREFIX)/sbin/.silkd.new' '$(DESTDIR)$(PREFIX)/sbin/silkd'
	sh src/build/unit.sh '$(DESTDIR)' '$(PREFIX)'
	for name in silk-cni silk-ipam silk-vtep silk-bridge; do \
	  ln -sfn '$(PREFIX)/bin/silk' '$(DESTDIR)$(CNI_BIN)/.'$$name.new && \
	  mv -fT '$(DESTDIR)$(CNI_BIN)/.'$$name.new '$(DESTDIR)$(CNI_BIN)/'$$name || exit 1; \
	done

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/silk' '$(DESTDIR)$(PREFIX)/sbin/silkd' '$(DESTDIR)$(PREFIX)/lib/systemd/system/silkd.service'
	cd '$(DESTDIR)$(CNI_BIN)' 2>/dev/null && rm -f silk-cni silk-ipam silk-vtep silk-bridge || true

# Of the version that is in the executable, for this machine's architecture; the same input gives the same bytes.
deb: build
	@DEB_COMPRESSION='$(DEB_COMPRESSION)' DEB_MAINTAINER='$(DEB_MAINTAINER)' \
	  sh src/build/package/package.sh deb bin '$(PACKAGES)'

tarball: build
	@sh src/build/package/package.sh tarball bin '$(PACKAGES)'

clean:
	rm -rf bin
