"""Loads the panels' definitions, and refuses to start on a bad one with one clear message."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from services.panels.domain.definition import PanelDefinition, faults

SHIPPED = Path(__file__).parents[1] / "definitions"


class BadPanelFile(Exception):
    """A definition cannot be used; says which file, where in it, and what is wrong."""


def load_panels(folder: Path = SHIPPED) -> Mapping[str, PanelDefinition]:
    """Every definition of a folder, by the panel's code, which is also the file's name. Raises BadPanelFile."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise BadPanelFile(f"There is no panel definition (*.toml) in the folder {folder.name}.")
    return {panel.id: panel for panel in map(load_panel, files)}


def load_panel(file: Path) -> PanelDefinition:
    """One definition. Raises BadPanelFile."""
    try:
        panel = msgspec.toml.decode(file.read_bytes(), type=PanelDefinition)
    except msgspec.MsgspecError as error:
        raise BadPanelFile(f"The panel definition {file.name} cannot be read: {error}") from error
    wrong = list(faults(panel))
    if panel.id != file.stem:
        wrong.insert(0, f"id is {panel.id!r}, but must be the file's name")
    if wrong:
        raise BadPanelFile(f"The panel definition {file.name} cannot be used: {'; '.join(wrong)}.")
    return panel
