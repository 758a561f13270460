# Installs the emulator of the AWS API, a Python package, into node_modules/.cache; to be read in from the root.
python=$(command -v python3) || {
  echo 'python3 is missing: install Python 3.10 or newer with its venv module (Debian: apt-get install python3-venv)' >&2
  exit 1
}
environment=node_modules/.cache/emulator
requirements=test/handlers/emulator/requirements.txt
if [ ! -x "$environment/bin/ministack" ] || ! cmp -s "$requirements" "$environment/requirements.txt"; then
  rm -rf "$environment"
  "$python" -m venv "$environment" || {
    echo 'python3 cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)' >&2
    exit 1
  }
  "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$environment/requirements.txt"
fi
