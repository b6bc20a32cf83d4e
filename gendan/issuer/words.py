"""The sign-in page's words, departments and roles, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.sentences import WORDS as BUSINESS
from contracts.sentences import Language


@dataclass(frozen=True)
class Words:
    """One language; ``names`` has what is said otherwise than it is written."""

    tag: str
    title: str
    hint: str
    stand_ins: str
    left: str
    stranger: str
    elsewhere: str
    names: Mapping[str, str]


ROLES = {
    "accountant": "会计",
    "administrator": "系统管理员",
    "buyer": "采购员",
    "customer service": "客服",
    "finance manager": "财务经理",
    "general manager": "总经理",
    "inspector": "质检员",
    "legal": "法务",
    "logistics clerk": "物流专员",
    "management": "管理层",
    "merchandiser": "跟单员",
    "planner": "计划员",
    "quality manager": "质量经理",
    "sales manager": "销售经理",
    "salesperson": "业务员",
    "service supervisor": "客服主管",
    "storekeeper": "仓管员",
}
WORDS: Mapping[Language, Words] = {
    "en": Words(
        "en",
        "Who are you?",
        "The sample company's sign-in: one click, no password. It answers on this machine alone.",
        "roles that nobody has yet",
        "You are signed out.",
        "This sign-in serves the desk of this company alone, at its own address.",
        "This was sent by a page of another site; nobody was signed in.",
        {},
    ),
    "zh": Words(
        "zh-Hans",
        "您是谁？",
        "样例公司的登录页：点一下即可，无需密码。仅限本机访问。",
        "尚无人担任的角色",
        "您已退出登录。",
        "此登录页只为本公司的工作台服务，且只认其登记的地址。",
        "此请求来自其他网站的页面，没有人登录。",
        {**BUSINESS["zh"], **ROLES},
    ),
}
