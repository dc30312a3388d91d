"""Talks to a Node program of this folder: one line of JSON asked, one line answered."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.folder import FOLDER, HERE, CannotRun


class Node:
    def __init__(self, script: str):
        node, place = shutil.which("node"), FOLDER / "node"
        if node is None or not (place / "node_modules").exists():
            raise CannotRun("Node or its packages are missing. Run benchmarks/install first.")
        # Node looks for packages beside the script.
        copy = place / script
        copy.write_bytes((HERE / "node" / script).read_bytes())
        self._process = subprocess.Popen(
            [node, "--max-old-space-size=8192", "--expose-gc", str(copy)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.pid = self._process.pid

    def ask(self, **question: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question, default=_plain) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def __enter__(self) -> "Node":
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value.tolist()  # type: ignore[attr-defined]
