"""Let no program of a test reach another machine, and keep what it tried.

Python imports this as `sitecustomize`, in each process that is started with its folder on the path.
"""

import ipaddress
import os
import sys
from contextlib import suppress
from typing import Any

_OURS = {"", "localhost", "ip6-localhost", os.uname().nodename}
_LOOKED_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_SENT = {"socket.connect", "socket.sendto", "socket.sendmsg"}


def _is_ours(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    with suppress(ValueError):
        address = ipaddress.ip_address(name)
        return address.is_loopback or address.is_unspecified
    return name in _OURS


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOKED_UP:
        host = arguments[0]
    elif event in _SENT and isinstance(arguments[1], tuple):  # a path of a UNIX socket is a string
        host = arguments[1][0]
    else:
        return
    if not _is_ours(host):
        line = f"{os.getpid()} {event} {host} {sys.argv[:3]}\n"
        descriptor = os.open(os.environ["NETWORK_WATCH"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, line.encode())
        os.close(descriptor)
        raise PermissionError(f"{event} {host}: the network is not to be used")


sys.addaudithook(_watch)
