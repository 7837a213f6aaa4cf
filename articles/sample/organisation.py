"""The invented organisation: Arvenau, maker of water turbines, its topics, press contacts and boilerplate."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from articles.sample.shapes import BoilerplateData, ContactData, OrganisationData, TopicData

ORGANISATION = OrganisationData(
    name={"en": "Arvenau", "zh-hans": "阿维瑙"},
    legal_name={"en": "Arvenau AG", "zh-hans": "阿维瑙股份公司"},
    city={"en": "Ferrenbach", "zh-hans": "费伦巴赫"},
    country="CH",
    time_zone="Europe/Zurich",
)

ZONE = ZoneInfo(ORGANISATION.time_zone)


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment by the organisation's clocks."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


TOPICS = (
    TopicData("results", {"en": "Results", "zh-hans": "业绩"}),
    TopicData("orders", {"en": "Orders", "zh-hans": "订单"}),
    TopicData("pumped-storage", {"en": "Pumped storage", "zh-hans": "抽水蓄能"}),
    TopicData("service-and-rehabilitation", {"en": "Service and rehabilitation", "zh-hans": "服务与改造"}),
    TopicData("production", {"en": "Production", "zh-hans": "生产制造"}),
    TopicData("research", {"en": "Research", "zh-hans": "研发"}),
    TopicData("management", {"en": "Management", "zh-hans": "管理层"}),
    TopicData("safety-and-environment", {"en": "Safety and environment", "zh-hans": "安全与环境"}),
)

CONTACTS = (
    ContactData(
        key="media-office",
        name={"en": "Corinne Aebnauer", "zh-hans": "科琳娜·埃布瑙尔"},
        role={"en": "Head of media relations", "zh-hans": "媒体关系主管"},
        email="media@arvenau.example.com",
        phone="+41 00 555 01 10",
    ),
    ContactData(
        key="investor-relations",
        name={"en": "Jonas Wyrschler", "zh-hans": "约纳斯·维施勒"},
        role={"en": "Investor relations", "zh-hans": "投资者关系"},
        email="investors@arvenau.example.com",
        phone="+41 00 555 01 24",
    ),
    ContactData(
        key="media-china",
        name={"en": "Gu Mingxi", "zh-hans": "顾明溪"},
        role={"en": "Media relations, China", "zh-hans": "中国媒体关系"},
        email="china.media@arvenau.example.com",
        phone="+86 000 5550 0142",
    ),
)

BOILERPLATES = (
    BoilerplateData(
        key="about-arvenau",
        title={"en": "About Arvenau", "zh-hans": "关于阿维瑙"},
        text={
            "en": (
                "Arvenau makes water turbines, pump-turbines and shut-off valves for hydropower stations, "
                "and keeps them running for decades. Founded in 1896, it has its headquarters, its "
                "Hydraulic Laboratory and its oldest works in Ferrenbach, Switzerland, and a second works "
                "in Ningbo, China. It employs more than 3,000 people in eleven countries. Its shares are "
                "listed in Zurich."
            ),
            "zh-hans": (
                "阿维瑙为水电站制造水轮机、水泵水轮机和进水阀，并为设备提供长达数十年的服务。公司创立于1896"
                "年，总部、水力试验室和历史最久的工厂位于瑞士费伦巴赫，另在中国宁波设有工厂。公司在11个国家"
                "拥有3000多名员工，股票在苏黎世上市。"
            ),
        },
    ),
    BoilerplateData(
        key="about-arvenau-china",
        title={"en": "About Arvenau China", "zh-hans": "关于阿维瑙中国"},
        text={
            "en": (
                "Arvenau China builds turbines, pump-turbines and valves in Ningbo for power stations in "
                "Asia and, increasingly, in Europe. It was founded in 2006 and is wholly owned by Arvenau "
                "AG of Ferrenbach, Switzerland. It has three production halls and employs about 900 people."
            ),
            "zh-hans": (
                "阿维瑙中国在宁波生产水轮机、水泵水轮机和进水阀，产品供应亚洲电站，并越来越多地供应欧洲。公"
                "司成立于2006年，由瑞士费伦巴赫的阿维瑙股份公司全资拥有。公司拥有三座生产厂房，员工约900"
                "人。"
            ),
        },
    ),
    BoilerplateData(
        key="cautionary-note",
        kind="forward-looking",
        title={"en": "Forward-looking statements", "zh-hans": "前瞻性陈述"},
        text={
            "en": (
                "This announcement contains statements about the future. They rest on what the management of "
                "Arvenau expects and assumes today, and are subject to risks and uncertainties, among them the "
                "demand for hydropower, exchange rates, the prices of steel and electricity, the course of large "
                "projects and decisions of authorities. Actual results may differ from them considerably. "
                "Arvenau does not undertake to bring these statements up to date."
            ),
            "zh-hans": (
                "本公告包含前瞻性陈述。这些陈述基于阿维瑙管理层目前的预期和假设，受各种风险和不确定因素影响，包"
                "括水电需求、汇率、钢材和电力价格、大型项目的进展以及主管部门的决定。实际结果可能与陈述有重大差"
                "异。阿维瑙不承担更新这些陈述的义务。"
            ),
        },
    ),
)
