"""The moment, the language and the headers of a request."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from newsroom.middleware import HeadWithoutBody, LanguageFromAddress, RequestMoment, SecurityHeaders
from people import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "language"),
    [
        ("/", "en"),
        ("/news/", "en"),
        ("/zh-hans/news/", "zh-hans"),
        ("/zh-hans", "zh-hans"),
        ("/fr/news/", "en"),
        ("/news/zh-hans/", "en"),
    ],
)
def test_the_language_is_in_the_address_alone(rf: RequestFactory, address: str, language: str):
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(translation.get_language())

    request = rf.get(address, headers={"accept-language": "de, zh-hans;q=0.9"})
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "de"
    before = translation.get_language()
    response = LanguageFromAddress(answer)(request)
    assert isinstance(response, HttpResponse)
    assert response.content.decode() == language
    assert response["Content-Language"] == language
    assert "Vary" not in response
    assert translation.get_language() == before


def test_one_moment_for_a_whole_request(rf: RequestFactory):
    moments = []

    def answer(request: HttpRequest) -> HttpResponse:
        moments.extend([clock.now(), clock.now()])
        return HttpResponse()

    RequestMoment(answer)(rf.get("/"))
    assert moments[0] == moments[1]
    RequestMoment(answer)(rf.get("/"))
    assert moments[2] > moments[0]


def test_head_answers_with_the_length_and_without_the_body(rf: RequestFactory):
    response = HeadWithoutBody(lambda request: HttpResponse("twelve bytes"))(rf.head("/"))
    assert isinstance(response, HttpResponse)
    assert (response.content, response["Content-Length"]) == (b"", "12")


def test_a_view_may_set_its_own_permissions_policy(rf: RequestFactory):
    own = SecurityHeaders(lambda request: HttpResponse(headers={"Permissions-Policy": "camera=(self)"}))
    assert own(rf.get("/"))["Permissions-Policy"] == "camera=(self)"


@pytest.mark.parametrize("address", ["/no-such-page/", "/zh-hans/no-such-page/", "/admin/login/"])
def test_every_answer_carries_the_security_headers(client: Client, address: str):
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "127.0.0.1"])
def test_a_foreign_host_is_refused(client: Client, host: str, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.get("/no-such-page/", headers={"host": host}).status_code == 400
