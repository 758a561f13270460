# To be read in from the root: `python_environment <name> <requirements>` makes a Python environment in
# node_modules/.cache, so that only the first run needs the network, and leaves its folder in $environment.
python_environment() {
  environment=node_modules/.cache/$1
  if [ -x "$environment/bin/python" ] && cmp -s "$2" "$environment/requirements.txt"; then
    return
  fi
  command -v python3 >/dev/null || {
    echo 'python3 is missing: install Python 3.10 or newer with its venv module (Debian: apt-get install python3-venv)' >&2
    exit 1
  }
  rm -rf "$environment"
  python3 -m venv "$environment" || {
    echo 'python3 cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)' >&2
    exit 1
  }
  "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$2"
  cp "$2" "$environment/requirements.txt"
}
