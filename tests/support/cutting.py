"""A wire between a program and its server that can be cut at the very moment that matters."""

import contextlib
import socket
import threading

from sqlalchemy.engine import make_url


class Wire:
    """Carries bytes between everybody who connects to it and a server.

    `lose` is what happens to the next thing asked: "nothing", "the question" before the server has it, or "the answer"
    after the server has given it. `down` keeps new connections away.
    """

    def __init__(self, address: str) -> None:
        self._url = make_url(address)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.lose = "nothing"
        self.down = False
        self.cut = threading.Event()
        self._clients: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """The server's address by way of this wire."""
        port = self._listening.getsockname()[1]
        return self._url.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)

    def sever(self) -> None:
        """Cut whoever is connected now, without a word to the server."""
        while self._clients:
            with contextlib.suppress(OSError):
                self._clients.pop().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """No further connections."""
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if self.down:
                    client.close()
                    continue
                self._clients.append(client)
                server = socket.create_connection((self._url.host or "127.0.0.1", self._url.port or 5432))
                pair = (client, server)
                threading.Thread(target=self._carry, args=(*pair, "the question"), daemon=True).start()
                threading.Thread(target=self._carry, args=(*pair[::-1], "the answer"), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, what: str) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.lose == what:
                    self.lose = "nothing"
                    self.cut.set()
                    break
                target.sendall(data)
        # Only the program is told. What the server has in hand goes on until it finds out by itself.
        with contextlib.suppress(OSError):
            (source if what == "the question" else target).shutdown(socket.SHUT_RDWR)
