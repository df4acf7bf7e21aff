"""Answers leave at once, although Streamlit makes the socket that they go through."""

import socket
from contextlib import closing

from streamlit.web.server.starlette.starlette_server import _bind_socket

from web.sockets import send_at_once


def sends_at_once(one: socket.socket) -> bool:
    return bool(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_a_connection_to_streamlits_own_socket_sends_at_once() -> None:
    with closing(_bind_socket("127.0.0.1", 0, 5)) as listening:
        listening.setblocking(True)
        assert send_at_once() >= 1
        with closing(socket.create_connection(listening.getsockname())):
            connection, _ = listening.accept()
        with closing(connection):
            assert sends_at_once(connection)


def test_a_closed_socket_is_passed_over() -> None:
    others = send_at_once()
    gone = _bind_socket("127.0.0.1", 0, 5)
    gone.close()
    assert send_at_once() == others
