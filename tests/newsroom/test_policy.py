"""The two style sheets that libraries of the admin add by script, and the hashes that admit them."""

import re

import pytest

from articles.models import Article
from newsroom import policy


def test_the_hash_of_the_prose_editor_is_that_of_its_style():
    directory = policy.package_directory("django_prose_editor") / "static/django_prose_editor"
    styles = re.findall(r"=`(\.ProseMirror \{.*?)`", (directory / "editor.js").read_text("utf-8"), re.DOTALL)
    assert [policy.hash_source(style) for style in styles] == [policy.PROSE_EDITOR_STYLE]


@pytest.mark.parametrize(("language", "hide", "show"), [("en", "Hide", "Show"), ("zh-hans", "隐藏", "显示")])
def test_the_style_of_the_content_editor_is_in_the_language_of_the_admin(language: str, hide: str, show: str):
    style = policy.content_editor_style(language, ["main", "side"])
    assert f'content: "({hide})"' in style
    assert f'content: "({show})"' in style
    assert ':not(:where([data-region="main"], [data-region="side"]))' in style
    assert "${" not in style


def test_the_policy_knows_the_regions_of_an_article(settings):
    regions = [region.key for region in Article.regions]
    assert policy.content_security_policy("en", regions) == settings.CONTENT_SECURITY_POLICY
