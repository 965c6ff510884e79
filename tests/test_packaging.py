"""What is in the wheel, what is not, and that it works far from the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

from generator.build import gather
from generator.model import Indicator

ROOT = Path(__file__).parents[1]
CANARY = "canary-6d1f-never-leaves"
PRIVATE_FOLDERS = ("private", "build", "releases", "records")
LOCKS = ("run.txt", "test.txt")


def lines_of_lock(name: str) -> dict[str, list[str]]:
    """Each pinned requirement of a lock with its hashes."""
    pins: dict[str, list[str]] = {}
    for line in (ROOT / "locks" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            pins[list(pins)[-1]].append(line.strip(" \\"))
        elif line:
            pins[line.rstrip(" \\")] = []
    return pins


def described() -> dict[str, Any]:
    """What `pyproject.toml` says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def used_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout in which people have worked: with keys, builds and releases lying about."""
    copy = tmp_path_factory.mktemp("a used checkout") / "copy"
    leave = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache", *PRIVATE_FOLDERS)
    shutil.copytree(ROOT, copy, ignore=leave)
    for workspace in ("content", "generator/examples/first-night", "generator/examples/small-home"):
        for folder in PRIVATE_FOLDERS:
            (copy / workspace / folder).mkdir(parents=True, exist_ok=True)
            (copy / workspace / folder / "key.csv").write_text(f"{CANARY},1\n", encoding="utf-8")
        (copy / workspace / "for-the-inspector.zip").write_bytes(CANARY.encode())
    (copy / "build").mkdir(exist_ok=True)
    (copy / "build" / "index.html").write_text(CANARY, encoding="utf-8")
    return copy


@pytest.fixture(scope="module", params=["with .gitignore", "without .gitignore"])
def wheel(
    request: pytest.FixtureRequest, used_checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The wheel built from the used checkout by the locked backend, with and without git's own list."""
    checkout = used_checkout
    if request.param == "without .gitignore":
        checkout = tmp_path_factory.mktemp("plain") / "copy"
        shutil.copytree(used_checkout, checkout)
        (checkout / ".gitignore").unlink()
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True, timeout=120)
    (built,) = out.glob("*.whl")
    return built


def test_a_wheel_from_a_used_checkout_carries_nothing_private(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            assert not set(Path(name).parts[:-1]) & set(PRIVATE_FOLDERS), name
            assert CANARY.encode() not in archive.read(name), name


def test_a_wheel_carries_the_schemas_the_templates_the_look_and_the_examples(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for wanted in (
        "generator/_data/mkdocs.yml",
        "generator/_data/schemas/datapackage.yaml",
        "generator/_data/schemas/incidents.yaml",
        "generator/_data/content/setting.yml",
        "generator/_data/content/data/incidents.csv",
        "generator/_data/content/datapackage.json",
        "generator/examples/first-night/setting.yml",
        "generator/examples/first-night/data/incidents.csv",
        "generator/examples/small-home/setting.yml",
        "generator/examples/small-home/data/governance_reviews.csv",
        "generator/cli/__init__.py",
    ):
        assert wanted in names, wanted
    on_disk = {
        path.relative_to(ROOT).as_posix()
        for folder in ("schemas", "site_templates")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    missing = sorted(name for name in on_disk if f"generator/_data/{name}" not in names)
    assert on_disk and not missing
    assert not [name for name in names if name.split("/")[0] in {"tests", "schemas", "content", "docs"}]


def empty_environment(folder: Path, wheel: Path) -> Path:
    """A virtual environment with the wheel in it, which sees third-party packages and no checkout."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    # The package goes in first: once the other packages are seen, pip would find an older copy among them.
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    command += ["--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (site_packages,) = folder.rglob("site-packages")
    # Only the folder is named, so the line in it that points an editable install at the checkout is not read.
    (site_packages / "third-party.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return scripts


@pytest.mark.slow
@pytest.mark.parametrize("wheel", ["with .gitignore"], indirect=True)
def test_an_installed_wheel_builds_the_example_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    scripts = empty_environment(tmp_path / "environment é", wheel)
    away = tmp_path / "Années & records"
    away.mkdir()
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}

    def run(*command: str) -> str:
        done = subprocess.run(
            [str(scripts / command[0]), *command[1:]],
            cwd=away,
            env=env | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run("python", "-c", "import generator; print(generator.__file__)")
    assert Path(where.strip()).is_relative_to(tmp_path), "the checkout is in sight: this would prove nothing"
    run("readiness", "init", "my sétting folder", "--example", "school-and-home")
    run("readiness", "build", "--workspace", "my sétting folder")
    for audience in ("leaders", "governors", "inspectors"):
        front = away / "my sétting folder" / "build" / audience / "index.html"
        assert "<h1" in front.read_text(encoding="utf-8")
    assert not list((away / "my sétting folder").glob("private/key.csv"))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    text = (ROOT / "locks" / name).read_text(encoding="utf-8")
    assert not re.search(r"://|\bfile:|--index|--extra-index|--find-links|\s@\s|localhost", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_is_pinned_and_hashed(name: str) -> None:
    pins = lines_of_lock(name)
    assert len(pins) > 40
    for requirement, hashes in pins.items():
        assert re.match(r"[a-z0-9][a-z0-9-]*==\S+", requirement), requirement
        assert hashes and all(one.startswith("--hash=sha256:") for one in hashes), requirement


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_the_very_build_backend_that_the_project_asks_for(name: str) -> None:
    (backend,) = described()["build-system"]["requires"]
    assert backend.startswith("hatchling==") and backend in lines_of_lock(name)


def test_what_is_tested_is_what_is_run() -> None:
    running, testing = lines_of_lock("run.txt"), lines_of_lock("test.txt")
    assert running.items() <= testing.items()


def test_every_package_that_running_brings_stands_in_the_licence_list() -> None:
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| ([a-z0-9-]+) \|", text, re.M)) - {"package"}
    running = {requirement.split("==")[0] for requirement in lines_of_lock("run.txt")}
    assert running == listed


def test_every_package_that_the_project_asks_for_has_its_reason_in_the_readme() -> None:
    names = [re.split(r"[^A-Za-z0-9-]", one)[0] for one in described()["project"]["dependencies"]]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in names:
        assert re.search(rf"^\| {re.escape(name)} \| \S.{{15,}} \|$", readme, re.M), name


@pytest.mark.parametrize("page", ["README.md", "SECURITY.md"])
def test_every_file_that_a_page_about_the_project_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    tops = r"(?:generator|tests|schemas|site_templates|docs|locks)/"
    named = set(re.findall(rf"[`(]({tops}[\w./-]*)[`)]", text))
    assert named
    missing = sorted(name for name in named if not (ROOT / name).exists())
    assert not missing, f"{page} names what is not there: {missing}"


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w./-]+)::(\w+)`", text)
    assert len(named) > 30
    for path, test in named:
        assert re.search(rf"^def {test}\(", (ROOT / path).read_text(encoding="utf-8"), re.M), (
            f"{path}::{test}"
        )


def test_the_readme_names_every_command_that_works_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "generator.cli", "--help"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    work = set(re.findall(r"^  ([a-z]+) ", said.split("Commands:")[1], re.M))
    assert set(re.findall(r"^\| `readiness ([a-z]+)[a-z ]*` \|", readme, re.M)) == work
    assert set(re.findall(r"\.venv/bin/readiness ([a-z]+)", readme)) <= work


def test_the_map_in_the_readme_shows_every_room() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "generator").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    missing = sorted(room for room in rooms - {"__init__.py"} if f"`generator/{room}`" not in readme)
    assert not missing, f"README.md, map of this tree: {missing} are not in it"


@pytest.mark.slow
def test_the_indicator_in_the_readme_works_as_it_stands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", readme, re.S)
    names: dict[str, Any] = {}
    exec(compile(block, "README.md", "exec"), names)
    (made,) = (each for each in names.values() if isinstance(each, Indicator))
    dataset = gather(ROOT / "content").dataset
    window = dataset.calendar.completed_terms[-1]
    (cell,) = made.compute(dataset, window).cells
    rows = dataset.crises(window)
    assert cell.numerator == len(cell.evidence) == list(rows["location_code"]).count("dining") > 0
