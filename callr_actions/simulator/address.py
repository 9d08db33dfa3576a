"""Which addresses a simulated request may reach: none inside the house, unless somebody named it."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, TypeAlias

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

_Address: TypeAlias = "ipaddress.IPv4Address | ipaddress.IPv6Address"
_LOCALHOST = "localhost"
# Prefixes of IPv6 in which the address of an IPv4 machine stands: what is reached is that machine.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CLOUD_METADATA = frozenset((ipaddress.ip_address("100.100.100.200"), ipaddress.ip_address("168.63.129.16")))


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """An address may not be reached; the text says why."""


class Vetted(NamedTuple):
    """An address that may be reached, and the port to connect to."""

    address: str
    port: int


def vetted(host: str, port: int, named: Collection[str]) -> Vetted:
    """Return the address to connect to for a host, having looked at every address that it has.

    The name is looked up once, here: whoever connects uses the address and never asks again.

    Args:
        host: a name, or an address without brackets.
        port: the port.
        named: hosts and addresses that the user has allowed, in lower case, with a port or without. A name
            allows the public addresses behind it; one inside the house has to be named itself (`localhost`
            names this machine's).

    Raises:
        Refused: one of its addresses is not to be reached, or there is none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(f"the name {host} has no address") from None
    addresses = list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))
    for address in addresses:
        reason = inside(address)
        if reason is not None and not _is_named(host, address, port, named):
            raise Refused(
                f"{host} is {address}, which is {reason}; name the address itself to allow it: "
                f"--allow-network {address}"
            )
    return Vetted(addresses[0], port)


def inside(text: str) -> str | None:
    """Return what kind of address this is when it is not one of the public internet, else None."""
    address = _reached(ipaddress.ip_address(text))
    kinds = (
        (address in _CLOUD_METADATA, "a cloud's metadata service"),
        (address.is_loopback, "this machine"),
        (address.is_link_local, "a link-local address"),
        (address.is_multicast, "a multicast address"),
        (address.is_unspecified, "no address"),
        (not address.is_global, "a private or reserved address"),
    )
    return next((words for holds, words in kinds if holds), None)


def _reached(address: _Address) -> _Address:
    """Return the IPv4 address that an IPv6 address stands for, else the address."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_named(host: str, address: str, port: int, named: Collection[str]) -> bool:
    here = _reached(ipaddress.ip_address(address)).is_loopback
    names = {address.lower()} | ({_LOCALHOST} if here and host.lower() == _LOCALHOST else set())
    return any(name in named or f"{name}:{port}" in named for name in names)
