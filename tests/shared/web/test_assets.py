"""The built styles carry nothing that belongs to GOV.UK alone, and every pair of text and ground can be read."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.tree import ROOT

BUILT = ROOT / "shared" / "web" / "assets" / "built"
# Not on GOV.UK: no typeface, no crest, no crown, no fonts fetched from anywhere.
NOT_OURS = [
    "GDS Transport",
    ".woff",
    "@font-face",
    "govuk-crest",
    "crown",
    "govuk-footer",
    "@import",
    "url(http",
    "url(/",
]
AA_TEXT, AA_SHAPE = 4.5, 3.0
PAIRS = [
    ("--wm-white", "--wm-plum", AA_TEXT),
    ("--wm-white", "--wm-danger", AA_TEXT),
    ("--wm-amber-ink", "--wm-amber-tint", AA_TEXT),
    ("--wm-danger", "--wm-danger-tint", AA_TEXT),
    ("--wm-calm", "--wm-calm-tint", AA_TEXT),
    ("--wm-plum", "--wm-plum-tint", AA_TEXT),
    ("--wm-grey", "--wm-white", AA_TEXT),
    ("--wm-grey", "--wm-teal-tint", AA_TEXT),
    ("--wm-teal", "--wm-teal-tint", AA_TEXT),
    ("--wm-amber", "--wm-white", AA_SHAPE),
    ("--govuk-link-colour", "--wm-white", AA_TEXT),
    ("--govuk-link-colour", "--govuk-surface-background-colour", AA_TEXT),
    ("--govuk-link-colour", "--govuk-template-background-colour", AA_TEXT),
    ("--govuk-link-visited-colour", "--govuk-surface-background-colour", AA_TEXT),
    ("--govuk-link-hover-colour", "--wm-white", AA_TEXT),
    ("--govuk-secondary-text-colour", "--wm-white", AA_TEXT),
    ("--govuk-error-colour", "--wm-white", AA_TEXT),
    ("--govuk-success-colour", "--wm-white", AA_TEXT),
    ("--govuk-focus-text-colour", "--govuk-focus-colour", AA_TEXT),
]


def faults(css: str) -> list[str]:
    """What the stylesheet must not hold, and pairs of colours too close to each other (WCAG 2.2, 1.4.3 and 1.4.11)."""
    colours = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3})\b", css))
    branding = [f"holds {mark}" for mark in NOT_OURS if mark.lower() in css.lower()]
    unknown = [f"no colour {name}" for pair in PAIRS for name in pair[:2] if name not in colours]
    faint = [
        f"{ink} on {ground}: {contrast(colours[ink], colours[ground]):.2f}"
        for ink, ground, least in PAIRS
        if ink in colours and ground in colours and contrast(colours[ink], colours[ground]) < least
    ]
    return branding + unknown + faint


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.fixture(scope="module")
def css() -> str:
    return (BUILT / "waymark.css").read_text()


def test_the_built_styles_are_free_of_branding_and_legible(css: str) -> None:
    assert faults(css) == []


def test_the_built_styles_are_set_in_arial(css: str) -> None:
    assert set(re.findall(r"font-family:\s*([^;}]+)", css)) <= {
        "arial,sans-serif",
        "sans-serif",
        "monospace",
        "inherit",
    }


def test_everything_a_page_loads_is_there() -> None:
    assert {"waymark.css", "waymark.js", "govuk-frontend.min.js", "favicon.svg"} <= {
        path.name for path in BUILT.iterdir()
    }
    assert "ExitThisPage" in (BUILT / "govuk-frontend.min.js").read_text()


@pytest.mark.parametrize("class_name", ["govuk-exit-this-page", "govuk-service-navigation", "wm-past-view", "wm-call"])
def test_the_styles_hold_what_the_pages_rely_on(css: str, class_name: str) -> None:
    assert f".{class_name}" in css


@pytest.mark.parametrize("planted", NOT_OURS)
def test_planted_branding_is_found(css: str, planted: str) -> None:
    assert faults(f"{css}.x{{background:{planted}}}") == [f"holds {planted}"]


def test_a_planted_faint_pair_is_found(css: str) -> None:
    assert faults(css.replace("--wm-amber-ink: #4d2a00", "--wm-amber-ink: #d9a441")) == [
        "--wm-amber-ink on --wm-amber-tint: 2.05"
    ]


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_ready_made_stylesheet_would_not_pass() -> None:
    """The mistake this test is here for: taking the design system's own compiled file."""
    ready_made = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.css"
    assert {"holds GDS Transport", "holds .woff", "holds govuk-crest"} <= set(faults(ready_made.read_text()))


def test_a_broken_stylesheet_stops_the_build_and_leaves_the_old_one(tmp_path: Path) -> None:
    assets = tmp_path / "shared" / "web" / "assets"
    shutil.copytree(ROOT / "shared" / "web" / "assets", assets)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (assets / "_print.scss").write_text(".broken { color: ")
    built = subprocess.run(
        ["sh", str(ROOT / "deploy" / "local" / "npm.sh"), "run", "--silent", "build"], cwd=tmp_path, capture_output=True
    )
    assert built.returncode != 0
    assert (assets / "built" / "waymark.css").read_text() == (BUILT / "waymark.css").read_text()
