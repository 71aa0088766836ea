"""Tell which numbers of the internet protocol are public, and which belong to a private network.

The lists are IANA's registries of special-purpose addresses. They stand here, and are not asked of
Python's `ipaddress`, whose answers differ between its versions.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

IPAddress = IPv4Address | IPv6Address

_SPECIAL_4 = {
    IPv4Network("0.0.0.0/8"): "the network that this machine is on",
    IPv4Network("10.0.0.0/8"): "a private network",
    IPv4Network("100.64.0.0/10"): "a provider's own network",
    IPv4Network("127.0.0.0/8"): "this machine",
    IPv4Network("169.254.0.0/16"): "the link that this machine is on",
    IPv4Network("172.16.0.0/12"): "a private network",
    IPv4Network("192.0.0.0/24"): "protocols",
    IPv4Network("192.0.2.0/24"): "examples in documents",
    IPv4Network("192.88.99.0/24"): "relays from IPv6",
    IPv4Network("192.168.0.0/16"): "a private network",
    IPv4Network("198.18.0.0/15"): "measurements",
    IPv4Network("198.51.100.0/24"): "examples in documents",
    IPv4Network("203.0.113.0/24"): "examples in documents",
    IPv4Network("224.0.0.0/4"): "groups of machines",
    IPv4Network("240.0.0.0/4"): "nobody",
}
_GLOBAL_6 = IPv6Network("2000::/3")
"""All that was ever given to anybody."""
_SPECIAL_6 = {
    IPv6Network("::/128"): "the network that this machine is on",
    IPv6Network("::1/128"): "this machine",
    IPv6Network("64:ff9b:1::/48"): "a private network",
    IPv6Network("2001::/23"): "protocols, such as tunnels",
    IPv6Network("2001:db8::/32"): "examples in documents",
    IPv6Network("2002::/16"): "tunnels",
    IPv6Network("3fff::/20"): "examples in documents",
    IPv6Network("5f00::/16"): "routing inside a network",
    IPv6Network("fc00::/7"): "a private network",
    IPv6Network("fe80::/10"): "the link that this machine is on",
    IPv6Network("fec0::/10"): "a private network",
    IPv6Network("ff00::/8"): "groups of machines",
}
_EMBEDDING = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
"""Whose last 32 bits are an IPv4 address that is meant: mapped ones, and those of NAT64."""


def why_not_public(address: IPAddress) -> str:
    """Whom an address belongs to, as in "it belongs to …"; empty of one that anybody may have."""
    if isinstance(address, IPv4Address):
        return next((whose for network, whose in _SPECIAL_4.items() if address in network), "")
    if any(address in network for network in _EMBEDDING):
        return why_not_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    for network, whose in _SPECIAL_6.items():
        if address in network:
            return whose
    return "" if address in _GLOBAL_6 else "nobody"
