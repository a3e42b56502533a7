"""Checks of web addresses, whether users, the database or a redirect name them."""

from __future__ import annotations

import ipaddress
from urllib.parse import urljoin

import httpx

from regkit.rule import Rule

LOOPBACK = ("127.0.0.1", "localhost", "::1")
HOST_NAME = Rule(
    "the name or the number of a machine, as it is looked up",
    r"(?=.{1,253}\Z)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){0,126}\.?\Z",
    matches=("flk.npc.gov.cn", "127.0.0.1", "xn--fsqu00a.xn--0zwm56d", "localhost."),
    rejects=("", "a..b", "%5bbad", "a b", "a" * 64, "a\n"),
)
# In characters.
_LONGEST_ADDRESS = 4000


def read_address(text: str) -> httpx.URL:
    """Parse an http or https address. Raises ValueError with the reason in Chinese, which does not quote the address."""
    if len(text) > _LONGEST_ADDRESS:
        raise ValueError("太长")
    if not text.isprintable():
        raise ValueError("含有控制字符")
    try:
        url = httpx.URL(text)
        # httpx decodes internationalized host names, and fails on some.
        host = url.host and url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError):
        raise ValueError("不是网址") from None
    if url.scheme not in ("http", "https"):
        raise ValueError("不是 http 或 https 的网址")
    # httpx would silently send the password to the server.
    if url.userinfo:
        raise ValueError("含有用户名或密码")
    if url.port is not None and not 1 <= url.port <= 65535:
        raise ValueError("端口不在 1 至 65535 之间")
    if not HOST_NAME.match(host) and not _is_ipv6(host):
        raise ValueError("没有可用的主机名")
    return url


def follow(base: httpx.URL, text: str) -> httpx.URL:
    """Resolve an address, which may be relative, against the address `base`. Raises ValueError like `read_address`."""
    if len(text) > _LONGEST_ADDRESS:
        raise ValueError("太长")
    if not text.isprintable():
        raise ValueError("含有控制字符")
    try:
        joined = urljoin(str(base), text)
    except ValueError:
        raise ValueError("不是网址") from None
    return read_address(joined)


def is_local(url: httpx.URL) -> bool:
    """Whether an address is on this machine."""
    return url.raw_host.decode("ascii") in LOOPBACK


def is_allowed(url: httpx.URL, *, locally: bool) -> bool:
    """Whether a request may go to an address: over https, or, with `locally`, also unencrypted to this machine."""
    return url.scheme == "https" or (locally and is_local(url))


def _is_ipv6(host: str) -> bool:
    try:
        return ipaddress.IPv6Address(host).scope_id is None
    except ValueError:
        return False
