"""Run the notebooks and save them with their outputs; times and versions stay out of the files.

    python notebooks/refresh.py [NOTEBOOK…]

Needs `pip install 'annex[notebooks]'` and the datasets in out/ (`./dev run`).
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def refresh(path: Path) -> None:
    """Run one notebook and write it back."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}})
    client.execute()
    notebook.metadata = METADATA
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number:02}"
        cell["metadata"] = {}
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):  # the picture says it; no object's address
                output["data"].pop("text/plain", None)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def main() -> None:
    """Refresh the notebooks named, or all."""
    for path in [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.ipynb")):
        print(path.name)
        refresh(path)


if __name__ == "__main__":
    main()
