"""The setting's own Markdown is read as it stands, and what would run or fetch anything is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import SettingError
from generator.narrative import read, split_front_matter


def write(workspace: Path, name: str, text: str | bytes, folder: str = "policy") -> Path:
    path = workspace / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return workspace


def test_title_owner_and_date_come_from_the_front_matter_and_the_words_stay_as_they_are(
    tmp_path: Path,
) -> None:
    words = "Every child is *asked*.\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    text = f"---\ntitle: Our policy\nowner: the head\nreviewed_on: 2026-09-01\n---\n\n{words}\n"
    (found,) = read(write(tmp_path, "behaviour-policy.md", text))
    assert (found.slug, found.folder, found.title) == ("behaviour-policy", "policy", "Our policy")
    assert (found.owner, found.reviewed_on) == ("the head", "2026-09-01")
    assert found.body == words


def test_the_first_heading_is_the_title_where_no_other_is_given(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path, "a.md", "# What we do\n\nWe ask.\n"))
    assert (found.title, found.body) == ("What we do", "We ask.")


def test_the_name_of_the_file_is_the_title_where_nothing_else_is(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path, "behaviour-policy.md", "We ask.\n"))
    assert found.title == "Behaviour policy"


def test_policy_comes_before_narrative_and_names_are_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "b", "narrative")
    write(tmp_path, "c.md", "c")
    write(tmp_path, "a.md", "a", "narrative")
    assert [(each.folder, each.slug) for each in read(tmp_path)] == [
        ("policy", "c"),
        ("narrative", "a"),
        ("narrative", "b"),
    ]


def test_a_workspace_without_words_has_no_pages_of_its_own(tmp_path: Path) -> None:
    assert read(tmp_path) == ()


def test_a_page_is_for_everyone_unless_it_names_its_readers(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "a")
    write(tmp_path, "b.md", "---\naudiences: [governors, inspectors]\n---\nb")
    write(tmp_path, "c.md", "---\naudiences: leaders\n---\nc")
    a, b, c = read(tmp_path)
    assert [a.for_audience("visitor"), b.for_audience("leaders"), b.for_audience("inspectors")] == [
        True,
        False,
        True,
    ]
    assert [c.for_audience("leaders"), c.for_audience("governors")] == [True, False]


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_no_part_of_the_words(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path, "a.md", b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nOne.\r\nTwo.\r\n"))
    assert (found.title, found.body) == ("A", "One.\nTwo.")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("<script>alert(1)</script>", "active HTML"),
        ("< SCRIPT src=x>", "active HTML"),
        ("<iframe src='a.html'></iframe>", "active HTML"),
        ("<object data='x'></object>", "active HTML"),
        ("<style>body{}</style>", "active HTML"),
        ("<svg onload=alert(1)>", "active HTML"),
        ("<meta http-equiv=refresh content=0>", "active HTML"),
        ("<form action='x'>", "active HTML"),
        ("<b onclick='x()'>b</b>", "runs a script"),
        ("<a href='x' ONMOUSEOVER = 'x()'>b</a>", "runs a script"),
        ("[a](javascript:alert(1))", "link that runs a script"),
        ("[a](JavaScript:alert(1))", "link that runs a script"),
        ("[a](data:text/html;base64,xx)", "link that runs a script"),
        ("![a](https://example.org/a.png)", "picture from another host"),
        ("![a](//example.org/a.png)", "picture from another host"),
        ("![a](<https://example.org/a.png>)", "picture from another host"),
        ("<img src='https://example.org/a.png'>", "loads a file through HTML"),
        ("<video poster='x'>", "loads a file through HTML"),
    ],
)
def test_what_would_run_or_fetch_anything_is_refused_with_its_line(
    tmp_path: Path, line: str, why: str
) -> None:
    write(tmp_path, "a.md", f"---\ntitle: A\n---\n\nFine.\n{line}\n")
    with pytest.raises(SettingError) as caught:
        read(tmp_path)
    assert caught.value.exit_code == 10
    assert why in caught.value.message
    assert caught.value.message.startswith("policy/a.md, line 6: ")
    assert line not in caught.value.message


@pytest.mark.parametrize(
    "line",
    [
        "See [the law](https://www.legislation.gov.uk/).",
        'A child said: "I was on my own."',
        "5 < 6 and 7 > 3",
        "![The garden](garden.png)",
        "We wrote a script for the new conversation.",
        "<b>bold</b> and <br>",
    ],
)
def test_plain_text_links_and_own_pictures_are_let_through(tmp_path: Path, line: str) -> None:
    (found,) = read(write(tmp_path, "a.md", line))
    assert found.body == line


def test_every_mistake_of_every_page_is_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "<script>x</script>\n\n<script>y</script>\n")
    write(tmp_path, "b.md", b"caf\xe9")
    write(tmp_path, "c.md", "---\ntitle: [\n---\nx", "narrative")
    write(tmp_path, "d.md", "---\ntitle: A\n", "narrative")
    write(tmp_path, "e.md", "---\n- a\n---\nx", "narrative")
    with pytest.raises(SettingError) as caught:
        read(tmp_path)
    lines = caught.value.message.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "policy/a.md, line 1",
        "policy/a.md, line 3",
        "policy/b.md",
        "narrative/c.md",
        "narrative/d.md",
        "narrative/e.md",
    ]
    assert "UTF-8" in lines[2] and "does not end" in lines[4]


def test_front_matter_is_split_from_the_words() -> None:
    assert split_front_matter("---\na: 1\n---\nbody\n") == ({"a": 1}, "body\n", "")
    assert split_front_matter("---\n# a note\n---\nbody") == ({}, "body", "")
    assert split_front_matter("body\n---\n") == ({}, "body\n---\n", "")
