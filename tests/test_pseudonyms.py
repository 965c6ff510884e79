"""The same person always gets the same code, by one key, and only its holder can tell who it is."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import pseudonyms
from generator.cli import main
from generator.errors import GeneratorError, SettingError, UsageError
from generator.pseudonyms import codes, files, store
from generator.pseudonyms.sharing import shared_by

KEY = bytes(range(32))
ROOT = Path(__file__).parents[1]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "setting.yml").write_text("name: Fern\n", encoding="utf-8")
    return tmp_path


def saved(place: Path, *names: str, kind: str = "child") -> dict[str, str]:
    known = pseudonyms.open(place)
    made = dict(known.codes(kind, names))
    known.save()
    return made


def table(place: Path, *children: str) -> None:
    rows = "".join(f"i{number},{code}\n" for number, code in enumerate(children))
    (place / "data" / "incidents.csv").write_text(f"incident_id,child_id\n{rows}", encoding="utf-8")


# What a code is


def test_a_code_is_the_one_that_openssl_works_out_by_hand() -> None:
    # printf 'code\0child\0amy example\0000' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f
    # gives B2DEE356…73265C; divided by 27 again and again it leaves 21 6 17 5 2 13, which are T 8 N 7 4 H.
    assert next(codes.candidates(KEY, "child", "amy example")).startswith("c-T8N74H")


def test_a_fingerprint_is_the_one_that_sha256sum_works_out_by_hand() -> None:
    # (printf 'readiness key id\0'; the 32 bytes) | sha256sum gives fd50ab4f402d…
    assert files.key_id(KEY) == "key-fd50ab4f40"


@given(st.binary(min_size=32, max_size=32), st.sampled_from(sorted(codes.KINDS)), st.text())
def test_every_code_can_be_read_aloud_and_fits_every_field(key: bytes, kind: str, identity: str) -> None:
    code = next(codes.candidates(key, kind, codes.normal(identity)))
    assert codes.is_code(code) and codes.fits(key, code) and len(code) == 9
    assert not set(code[2:]) & set("01OILSUAE5S") - {"5"}
    # A site is searched for codes of six signs or more that hold a letter and a figure.
    assert any(each.isdigit() for each in code) and any(each.isalpha() for each in code[2:])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amy Example", "  amy   EXAMPLE "),
        ("Amy Example", "Amy\u00a0Example"),
        ("Zoë Example", "Zoe\u0308 Example"),
        ("Sean O'Neil", "Sean O’Neil"),
        ("Ann Smith-Jones", "Ann Smith\u2013Jones"),
        ("Am\u200by Example", "Amy Example"),
        ("H801200001001", "h801 2000 01001"),
        ("Ａmy Example", "Amy Example"),
        ("Amy Example 12/3/2014", "Amy Example 2014-03-12"),
        (codes.joined(("Amy Example", "12.03.2014")), codes.joined(("amy example", "2014-03-12"))),
    ],
)
def test_one_person_spelt_in_two_ways_is_one(one: str, other: str) -> None:
    assert codes.normal(one) == codes.normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amy Example", "Amy Exampel"),
        ("007", "7"),
        ("Amy Example", codes.joined(("Amy Example", "2014-03-12"))),
        (codes.joined(("Amy Example", "2014-03-12")), codes.joined(("Amy Example", "2014-03-13"))),
    ],
)
def test_what_may_be_two_people_stays_two(one: str, other: str) -> None:
    assert codes.normal(one) != codes.normal(other)


@given(st.text())
def test_writing_an_identity_in_its_normal_form_twice_changes_nothing(text: str) -> None:
    assert codes.normal(codes.normal(text)) == codes.normal(text)


def test_kind_and_key_make_another_code(tmp_path: Path) -> None:
    known = pseudonyms.open(tmp_path)
    child, adult = known.code("child", "Amy Example"), known.code("adult", "Amy Example")
    assert child.startswith("c-") and adult.startswith("a-") and child[2:] != adult[2:]
    assert pseudonyms.open(tmp_path).code("child", "Amy Example") != child  # nothing was saved: another key


def test_an_empty_identity_has_no_code_and_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    known = pseudonyms.open(tmp_path)
    assert known.code("child", "  ") == ""
    assert known.codes("child", ["", codes.PART]) == {"": "", codes.PART: ""}
    with pytest.raises(UsageError, match="no such kind"):
        known.code("parent", "Amy Example")


# Key and lookup


def test_nothing_is_written_before_the_tables_are(place: Path) -> None:
    pseudonyms.open(place).code("child", "Amy Example")
    assert not (place / "private").exists()


def test_an_import_later_gives_everyone_the_same_code(place: Path) -> None:
    first = saved(place, "Amy Example", "B. Sample")
    before = (place / "private" / "lookup.json").read_bytes()
    assert saved(place, "B. Sample", "amy  example") == {
        "B. Sample": first["B. Sample"],
        "amy  example": first["Amy Example"],
    }
    assert (place / "private" / "lookup.json").read_bytes() == before
    more = saved(place, "C. Third")
    assert {each.code for each in pseudonyms.open(place).people} == {*first.values(), *more.values()}


def test_only_the_owner_may_open_what_lies_in_private(place: Path) -> None:
    saved(place, "Amy Example")
    private = place / "private"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in private.iterdir()} == {0o600}
    assert sorted(each.name for each in private.iterdir()) == [
        ".gitignore",
        "README.txt",
        "key.txt",
        "lookup.json",
    ]


def test_rights_that_were_opened_are_closed_again(place: Path) -> None:
    saved(place, "Amy Example")
    for name, mode in ((".", 0o755), ("key.txt", 0o644), ("lookup.json", 0o666)):
        (place / "private" / name).chmod(mode)
    assert pseudonyms.open(place).notes == ()
    modes = [
        stat.S_IMODE((place / "private" / name).stat().st_mode) for name in (".", "key.txt", "lookup.json")
    ]
    assert modes == [0o700, 0o600, 0o600]


def test_two_people_who_share_a_code_get_two_and_keep_them(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two signs of 27 make 729 codes: that 400 people all have another first code cannot happen.
    monkeypatch.setattr(codes, "LENGTH", 2)
    monkeypatch.setattr(codes, "_mixed", lambda body: True)
    names = [f"Child {number}" for number in range(400)]
    made = saved(place, *names)
    assert len(set(made.values())) == 400
    assert saved(place, *reversed(names)) == made


def test_a_lost_lookup_comes_back_by_importing_again(place: Path) -> None:
    made = saved(place, "Amy Example", "B. Sample")
    table(place, *made.values())
    (place / "private" / "lookup.json").unlink()
    assert saved(place, "Amy Example", "B. Sample") == made


@pytest.mark.parametrize("what", ["lookup", "tables"])
def test_a_lost_key_is_explained_and_no_new_one_is_made(place: Path, what: str) -> None:
    made = saved(place, "Amy Example")
    (place / "private" / "key.txt").unlink()
    if what == "tables":
        (place / "private" / "lookup.json").unlink()
        table(place, *made.values())
    with pytest.raises(SettingError) as lost:
        pseudonyms.open(place)
    assert "key.txt: it is not there" in lost.value.message
    assert "What that means" in lost.value.hint and "What to do" in lost.value.hint
    assert not (place / "private" / "key.txt").exists()
    told = lost.value.message + lost.value.hint
    assert "Amy" not in told and made["Amy Example"] not in told


def test_a_second_key_never_joins_the_lookup_of_the_first(place: Path) -> None:
    saved(place, "Amy Example")
    private = place / "private"
    (private / "key.txt").unlink()
    files.write_key(private, KEY)
    with pytest.raises(SettingError, match="made with another key"):
        pseudonyms.open(place)


def test_a_second_key_never_joins_tables_of_the_first(place: Path) -> None:
    made = saved(place, *(f"Child {number}" for number in range(20)))
    table(place, *made.values())
    (place / "private" / "lookup.json").unlink()
    (place / "private" / "key.txt").unlink()
    files.write_key(place / "private", KEY)
    with pytest.raises(SettingError, match="tables were made with another key"):
        pseudonyms.open(place)


def test_codes_of_the_settings_own_are_left_alone(place: Path) -> None:
    table(place, "child-7kq2", "c-1", "c-0001", "A12", "c-ABCDEFG", "c-2345678", "c-12AB34C")
    assert saved(place, "Amy Example")


@pytest.mark.parametrize("name", ["key.txt", "lookup.json"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b'{"people": 1}', b"[[[[", b"key: 12\nid: x\n"])
def test_a_damaged_file_is_said_and_never_replaced(place: Path, name: str, content: bytes) -> None:
    saved(place, "Amy Example")
    (place / "private" / name).write_bytes(content)
    with pytest.raises(SettingError) as damaged:
        pseudonyms.open(place)
    assert name in damaged.value.message and "Amy" not in damaged.value.message + damaged.value.hint
    assert (place / "private" / name).read_bytes() == content


def test_a_key_that_was_changed_by_hand_is_known(place: Path) -> None:
    saved(place, "Amy Example")
    path = place / "private" / "key.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[:-2] + ("0" if text[-2] != "0" else "1") + "\n", encoding="utf-8")
    with pytest.raises(SettingError, match="changed by hand"):
        pseudonyms.open(place)


def test_two_imports_at_once_lose_nobody(place: Path) -> None:
    saved(place, "Amy Example")
    one, other = pseudonyms.open(place), pseudonyms.open(place)
    codes_made = {one.code("child", "B. Sample"), other.code("child", "C. Third")}
    one.save()
    other.save()
    assert codes_made < {each.code for each in pseudonyms.open(place).people}


def test_two_first_imports_at_once_make_one_key(place: Path) -> None:
    one, other = pseudonyms.open(place), pseudonyms.open(place)
    one.code("child", "B. Sample")
    other.code("child", "C. Third")
    one.save()
    with pytest.raises(SettingError, match="at the same moment"):
        other.save()
    assert pseudonyms.open(place).key_id == one.key_id
    assert not list((place / "private").glob(".making-*"))


def test_a_folder_that_cannot_be_written_is_a_clear_error(place: Path) -> None:
    known = pseudonyms.open(place)
    known.code("child", "Amy Example")
    (place / "private").write_text("", encoding="utf-8")
    with pytest.raises(SettingError, match="could not be written"):
        known.save()
    with pytest.raises(SettingError, match="a file, not a folder"):
        pseudonyms.open(place)


def test_names_that_differ_only_in_order_and_accents_are_pointed_out_by_code(place: Path) -> None:
    known = pseudonyms.open(place)
    made = known.codes("child", ["Zoë Example", "Example, Zoe", "B. Sample"])
    known.code("adult", "Zoe Example")  # an adult is no double of a child
    assert known.doubles() == (tuple(sorted((made["Zoë Example"], made["Example, Zoe"]))),)


def test_no_name_stands_in_what_python_shows_of_it(place: Path) -> None:
    saved(place, "Amy Example")
    known = pseudonyms.open(place)
    assert "Amy" not in repr(known)
    assert "amy" not in repr(pseudonyms.named(place))


# Who


def terminal(*words: str) -> tuple[int, str]:
    """What the command says on a terminal, and its exit code."""
    near, far = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", "generator.cli", *words]
    with subprocess.Popen(line, stdin=far, stdout=far, stderr=far, env=env) as run:
        os.close(far)
        said = b""
        try:
            while chunk := os.read(near, 4096):
                said += chunk
        except OSError:  # the far end is closed
            pass
        os.close(near)
    return run.returncode, said.decode()


def test_who_tells_the_holder_at_a_terminal(place: Path) -> None:
    made = saved(place, codes.joined(("Amy Example\x1b[2J", "2014-03-12")))
    (code,) = made.values()
    exit_code, said = terminal("who", code.lower(), "--workspace", str(place))
    assert exit_code == 0
    assert f"{code} stands for a child" in said and "Amy Example?[2J" in said and "2014-03-12" in said
    assert "\x1b" not in said


def test_who_says_nothing_into_a_pipe(place: Path) -> None:
    (code,) = saved(place, "Amy Example").values()
    line = [sys.executable, "-m", "generator.cli", "who", code, "--workspace", str(place)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(line, capture_output=True, text=True, check=False, env=env)
    assert (run.returncode, run.stdout) == (2, "")
    assert "terminal's screen only" in run.stderr and "Amy" not in run.stderr


def test_who_tells_a_mistyped_code_from_one_that_the_lookup_has_lost(place: Path) -> None:
    (code,) = saved(place, "Amy Example").values()
    wrong = code[:-1] + ("3" if code[-1] != "3" else "4")
    with pytest.raises(UsageError) as mistyped:
        store.who(place, wrong)
    assert "mistyped" in mistyped.value.hint and wrong not in mistyped.value.message + mistyped.value.hint
    saved(place, "B. Sample")
    lookup = place / "private" / "lookup.json"
    lookup.write_text(lookup.read_text().replace(code, "c-2B3C4D5"), encoding="utf-8")
    with pytest.raises(UsageError) as lost:
        store.who(place, code)
    assert "a code of this key" in lost.value.hint


def test_who_without_a_key_says_so(place: Path) -> None:
    with pytest.raises(GeneratorError, match="no key here") as absent:
        store.who(place, "c-2B3C4D5")
    assert absent.value.exit_code == 10


# An import


RECIPE = """\
recipe: our-log
tables:
  - table: incidents
    columns: {incident_id: Ref, child_id: [Pupil, DOB], incident_date: When}
    formats: {incident_date: DD/MM/YYYY}
    constants: {intervention_category: physical_restraint}
    people: {child_id: child}
"""
LOG = """\
Ref,Pupil,DOB,When
1,Zoë Okonkwo,12/03/2014,04/03/2026
2,zoë  OKONKWO,2014-03-12,05/03/2026
3,B. Sample,01/02/2015,05/03/2026
"""
WORKSPACE = (
    "name: Fern\nas_of: 2026-11-20\nsettings:\n  - {setting_id: s, name: Fern, kind: special_school}\n"
)


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """The command in this process: its exit code, and all that it said."""

    def called(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["readiness", *map(str, words)])
        try:
            main()
        except SystemExit as end:
            return int(end.code or 0), "".join(capsys.readouterr())
        return 0, "".join(capsys.readouterr())

    return called


def log(place: Path) -> tuple[Path, Path]:
    (place / "setting.yml").write_text(WORKSPACE, encoding="utf-8")
    recipe, export = place / "our-log.yml", place / "log.csv"
    recipe.write_text(RECIPE, encoding="utf-8")
    export.write_text(LOG, encoding="utf-8")
    return recipe, export


def test_an_import_writes_codes_and_repeats_no_name(place: Path, run: Callable[..., tuple[int, str]]) -> None:
    words = ("import", *log(place), "--workspace", place)
    code, said = run(*words, "--dry-run")
    assert code == 0 and not (place / "private").exists()

    code, said = run(*words)
    assert code == 0 and "Okonkwo" not in said and "Sample" not in said
    assert "a new key" in said and "Keep a copy" in said
    before = (place / "data" / "incidents.csv").read_bytes()
    assert b"okonkwo" not in before.lower() and b"2014" not in before
    children = [line.split(",")[1] for line in before.decode().splitlines()[1:]]
    assert children[0] == children[1] != children[2] and all(map(codes.is_code, children))
    zoe = store.who(place, children[0])
    assert zoe.kind == "child" and "Okonkwo" in zoe.identity

    code, said = run(*words)
    assert code == 0 and "a new key" not in said
    assert (place / "data" / "incidents.csv").read_bytes() == before
    assert run("check", "--workspace", place)[0] == 0


def test_an_import_without_its_key_is_refused_and_changes_nothing(
    place: Path, run: Callable[..., tuple[int, str]]
) -> None:
    words = ("import", *log(place), "--workspace", place)
    run(*words)
    before = (place / "data" / "incidents.csv").read_bytes()
    (place / "private" / "key.txt").unlink()
    code, said = run(*words)
    assert code == 10 and "What that means" in said
    assert (place / "data" / "incidents.csv").read_bytes() == before


def test_import_and_check_warn_of_a_private_folder_that_is_synchronised(
    place: Path, run: Callable[..., tuple[int, str]]
) -> None:
    inside = place / "OneDrive - Fern" / "records"
    inside.mkdir(parents=True)
    words = ("import", *log(inside), "--workspace", inside)
    assert "OneDrive" in run(*words)[1]
    code, said = run("check", "--workspace", inside)
    assert (
        code == 0
        and "private-in-shared-folder" in said
        and "private/: lies in a folder that OneDrive" in said
    )


# A folder that others can open


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("C:/Users/amy/OneDrive/records/private", "OneDrive"),
        ("C:/Users/amy/OneDrive - Fern Green Trust/records/private", "OneDrive"),
        ("C:/Users/amy/Fern Green Trust/Leaders - Documents/private", "SharePoint"),
        ("C:/Users/amy/Dropbox (Fern)/private", "Dropbox"),
        ("G:/My Drive/records/private", "Google Drive"),
        ("G:/Shared drives/Leaders/private", "Google Drive"),
        ("C:/Users/amy/iCloudDrive/private", "iCloud"),
        ("C:/Users/amy/Box/private", "Box"),
        ("//server/share/records/private", "a network drive"),
        ("//?/UNC/server/share/private", "a network drive"),
        ("//?/C:/records/private", None),
        ("//wsl$/Debian/home/amy/private", None),
        ("C:/records/private", None),
        ("C:/Users/amy/Documents/boxing club/private", None),
    ],
)
def test_a_shared_folder_is_known_by_its_name_on_windows(path: str, service: str | None) -> None:
    assert shared_by(PureWindowsPath(path), {}, ()) == service


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/Users/amy/Library/CloudStorage/OneDrive-FernGreen/records/private", "OneDrive"),
        ("/Users/amy/Library/CloudStorage/GoogleDrive-a@b/My Drive/private", "Google Drive"),
        ("/Users/amy/Library/Mobile Documents/com~apple~CloudDocs/private", "iCloud"),
        ("/home/amy/Dropbox/private", "Dropbox"),
        ("/home/amy/Google Drive/private", "Google Drive"),
        ("/home/amy/gdrive/private", "Google Drive"),
        ("/home/amy/Nextcloud/private", "Nextcloud"),
        ("/home/amy/onedriven/private", None),
        ("/home/amy/records/private", None),
    ],
)
def test_a_shared_folder_is_known_by_its_name_elsewhere(path: str, service: str | None) -> None:
    assert shared_by(PurePosixPath(path), {}, ()) == service


@pytest.mark.parametrize("name", ["OneDrive", "ONEDRIVE", "OneDriveCommercial", "OneDriveConsumer"])
def test_a_renamed_onedrive_is_known_by_the_environment(name: str) -> None:
    inside = PureWindowsPath(r"D:\Work\records\private")
    assert shared_by(inside, {name: r"D:\work"}, ()) == "OneDrive"
    assert shared_by(inside, {name: r"D:\wor"}, ()) is None
    assert shared_by(inside, {name: ""}, ()) is None


@pytest.mark.parametrize("kind", ["cifs", "nfs", "nfs4", "smb3", "fuse.sshfs"])
def test_a_network_mount_is_known_by_the_nearest_file_system(kind: str) -> None:
    mounts = [("/", "ext4"), ("/mnt/school", kind), ("/mnt/school/usb", "vfat")]
    assert shared_by(PurePosixPath("/mnt/school/private"), {}, mounts) == "a network drive"
    assert shared_by(PurePosixPath("/mnt/school/usb/private"), {}, mounts) is None
    assert shared_by(PurePosixPath("/mnt/schools/private"), {}, mounts) is None
    assert shared_by(PurePosixPath("/mnt/school/private"), {}, [("/", kind), ("/mnt/school", "ext4")]) is None


def test_what_a_service_leaves_behind_gives_it_away(place: Path) -> None:
    saved(place, "Amy Example")
    assert (pseudonyms.warning(place), pseudonyms.findings(place)) == (None, ())
    (place / ".dropbox").touch()
    assert "Dropbox" in str(pseudonyms.warning(place))
    (found,) = pseudonyms.findings(place)
    assert (found.severity, found.code, found.table) == ("warning", "private-in-shared-folder", "private")
    marker = str(PurePosixPath("/a/b/.stfolder"))
    assert shared_by(PurePosixPath("/a/b/c/private"), {}, (), (marker,)) == "Syncthing"
    assert shared_by(PurePosixPath("/a/c/private"), {}, (), (marker,)) is None


def test_a_link_into_a_shared_folder_is_followed(place: Path) -> None:
    real = place / "Dropbox" / "private"
    real.mkdir(parents=True)
    (place / "private").symlink_to(real)
    assert "Dropbox" in str(pseudonyms.warning(place))


def test_without_a_private_folder_check_says_nothing_and_an_import_is_warned(place: Path) -> None:
    inside = place / "OneDrive - Fern" / "records"
    inside.mkdir(parents=True)
    assert pseudonyms.findings(inside) == ()
    assert "OneDrive" in str(pseudonyms.warning(inside))
