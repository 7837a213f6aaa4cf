"""The readers of the environment: what they accept, and that a refusal helps without telling secrets."""

from pathlib import Path

import pytest

from articles.models import SignOff
from articles.models.kinds import ReleaseType
from newsroom.environment import RELEASE_TYPES, SIGNERS, Environment, SettingError


def read(**variables: str) -> Environment:
    return Environment(variables)


def test_a_secret_may_be_in_a_file(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("$odd \\value\n")
    assert read(SECRET_KEY_FILE=str(file)).secret("SECRET_KEY", example="x") == "$odd \\value"


@pytest.mark.parametrize("content", [None, "", "\n", b"\xff\xfe"])
def test_a_secret_file_that_holds_nothing_readable_is_refused(tmp_path: Path, content):
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingError, match=r"SECRET_KEY_FILE names .* For example: SECRET_KEY_FILE=/"):
        read(SECRET_KEY_FILE=str(file)).secret("SECRET_KEY", example="x")


def test_a_secret_given_twice_is_refused(tmp_path: Path):
    with pytest.raises(SettingError, match="SECRET_KEY_FILE and SECRET_KEY are both set"):
        read(SECRET_KEY="a", SECRET_KEY_FILE=str(tmp_path)).secret("SECRET_KEY", example="x")


@pytest.mark.parametrize(("value", "meaning"), [("yes", True), ("True", True), ("0", False), ("", False)])
def test_flags(value: str, meaning: bool):
    assert read(DEBUG=value).flag("DEBUG", default=not meaning) is meaning


def test_a_flag_that_is_neither_yes_nor_no_is_refused():
    with pytest.raises(SettingError, match=r"DEBUG is neither yes nor no.+DEBUG=no"):
        read(DEBUG="flase").flag("DEBUG")


@pytest.mark.parametrize("value", ["-1", "201", "8.0", "٣", "many"])
def test_a_number_out_of_bounds_is_refused(value: str):
    with pytest.raises(SettingError, match="POOL is not a whole number from 1 to 200"):
        read(POOL=value).number("POOL", 8, least=1, most=200)


SIGN_OFFS = "results=legal+investor-relations,regulatory=legal"


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("", {"results": ("legal", "investor-relations"), "regulatory": ("legal",)}),
        (" news = legal , speech = investor-relations ", {"news": ("legal",), "speech": ("investor-relations",)}),
        ("results=investor-relations + legal", {"results": ("investor-relations", "legal")}),
        ("none", {}),
        ("None", {}),
    ],
)
def test_types_of_releases_are_signed_off_by_whom_the_organisation_says(
    value: str, meaning: dict[str, tuple[str, ...]]
):
    assert read(S=value).sign_offs("S", SIGN_OFFS) == meaning


@pytest.mark.parametrize(
    "value", ["results", "results=", "results=chair", "results=legal+", "rumours=legal", "=legal", "results:legal"]
)
def test_sign_offs_of_unknown_types_or_by_unknown_people_are_refused(value: str):
    with pytest.raises(SettingError, match=r"For example: NEWSROOM_SIGN_OFFS=results=legal\+investor-relations"):
        read(NEWSROOM_SIGN_OFFS=value).sign_offs("NEWSROOM_SIGN_OFFS", SIGN_OFFS)


def test_the_names_that_sign_offs_are_read_with_are_those_of_the_releases():
    """They are written twice, since the models cannot be imported before there are settings."""
    assert set(ReleaseType.values) == RELEASE_TYPES
    assert set(SignOff.Kind.values) - {SignOff.Kind.EDITORIAL} == SIGNERS


def test_words_are_divided_by_commas():
    assert read(W=" SIX: ARVN ,, OSL: TEL,").words("W", [], example="x") == ["SIX: ARVN", "OSL: TEL"]


@pytest.mark.parametrize("value", ["", " ", ",", " , "])
def test_words_may_be_left_out_where_none_are_needed(value: str):
    assert read(W=value).words("W", [], example="x", optional=True) == []
    with pytest.raises(SettingError, match="For example: W=x"):
        read(W=value).words("W", [], example="x")


def test_languages_carry_the_name_they_give_themselves():
    assert read().languages("L", "en,zh-hans") == [("en", "English"), ("zh-hans", "简体中文")]
    assert read(L=" de , fr ").languages("L", "en") == [("de", "Deutsch"), ("fr", "français")]


@pytest.mark.parametrize("value", ["english", "en,xx", "zh-cn,en", "en,en", ","])
def test_an_unknown_or_repeated_language_is_refused(value: str):
    with pytest.raises(SettingError, match="For example: NEWSROOM_LANGUAGES=en,zh-hans"):
        read(NEWSROOM_LANGUAGES=value).languages("NEWSROOM_LANGUAGES", "en,zh-hans")


@pytest.mark.parametrize("value", ["Mars/Olympus", "../etc/passwd", "/etc/localtime", "Europe"])
def test_an_unknown_time_zone_is_refused(value: str):
    with pytest.raises(SettingError, match="For example: TIME_ZONE=Europe/London"):
        read(TIME_ZONE=value).time_zone("TIME_ZONE", "UTC")


def test_the_site_is_a_scheme_and_a_host():
    assert read(S="https://News.Example.org:8443/").site("S", "x").geturl() == "https://news.example.org:8443"


@pytest.mark.parametrize(
    "value",
    ["news.example.org", "ftp://a", "https://", "https://a/b", "https://a?b", "https://u:p@a", "http://a:b"],
)
def test_a_site_that_is_more_or_less_is_refused(value: str):
    with pytest.raises(SettingError, match=r"For example: SITE_URL=https://news\.example\.org"):
        read(SITE_URL=value).site("SITE_URL", "x")


@pytest.mark.parametrize("value", ["/srv/files", "file://host/files", "s3://bucket", "file:///"])
def test_files_are_kept_in_a_folder_of_this_machine(value: str):
    with pytest.raises(SettingError, match="For example: MEDIA_STORAGE_URL=file:///"):
        read(MEDIA_STORAGE_URL=value).folder("MEDIA_STORAGE_URL", Path("/x"))


def test_the_address_of_a_folder_may_be_escaped():
    assert read(M="file:///srv/press%20files").folder("M", Path("/x")) == Path("/srv/press files")


@pytest.mark.parametrize("value", ["mysql://a/b", "postgres://host", "postgres://u:hunter2@h:port/db"])
def test_a_database_that_cannot_be_is_refused_without_its_password(value: str):
    with pytest.raises(SettingError) as refusal:
        read(DATABASE_URL=value).database("DATABASE_URL", "sqlite:///x")
    assert "For example: DATABASE_URL=postgres://" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_databases():
    config = read(D="postgres://u:p%40ss@db.example.org:6432/news").database("D", "x")
    assert (config["USER"], config["PASSWORD"], config["HOST"], config["PORT"], config["NAME"]) == (
        "u",
        "p@ss",
        "db.example.org",
        6432,
        "news",
    )
    assert read(D="postgres://u@//run/postgresql/news").database("D", "x")["HOST"] == "/run/postgresql"
    assert read(D="postgres://u@%2Frun%2Fpg/news").database("D", "x")["HOST"] == "/run/pg"
    assert read(D="sqlite:////srv/news.sqlite3").database("D", "x")["NAME"] == "/srv/news.sqlite3"


@pytest.mark.parametrize("value", ["mail.example.org", "http://mail.example.org", "smtp://h:port"])
def test_mail_that_cannot_be_sent_is_refused(value: str):
    with pytest.raises(SettingError, match=r"For example: EMAIL_URL=smtp\+tls://"):
        read(EMAIL_URL=value).email("EMAIL_URL", "consolemail://")


def test_a_cache_that_is_not_redis_is_refused():
    with pytest.raises(SettingError, match="For example: CACHE_URL=redis://"):
        read(CACHE_URL="memcached://127.0.0.1").cache("CACHE_URL")
