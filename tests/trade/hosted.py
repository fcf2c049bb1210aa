"""A provider of payments on this machine that holds to the protocol and notes every breach of it."""

import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

KEY, SECRET = "sk_test_ours", "whsec_ours"


class Hosted:
    """Sessions and refunds by their keys; `fail_next`: the work is done and the answer lost."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[bytes, dict[str, Any]]] = {}
        self.breaches: list[str] = []
        self.told: list[dict[str, str]] = []
        self.fail_next = False
        hosted = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hosted.check(self)
                self.answer(hosted.sessions.get(self.path.rpartition("/")[2]))

            def do_POST(self) -> None:
                hosted.check(self)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers["Content-Type"] != "application/x-www-form-urlencoded":
                    hosted.breaches.append("content type")
                self.answer(hosted.post(self.path, body, self.headers.get("Idempotency-Key", "")))

            def answer(self, found: dict[str, Any] | None) -> None:
                if hosted.fail_next:
                    hosted.fail_next = False
                    self.close_connection = True
                    return  # the connection ends without a word
                content = json.dumps(found or {"error": {"type": "invalid_request_error"}}).encode()
                self.send_response(200 if found else 404)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def check(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.headers["Authorization"] != f"Bearer {KEY}":
            self.breaches.append("authorization")
        if not handler.headers.get("Stripe-Version"):
            self.breaches.append("version")

    def post(self, path: str, body: bytes, key: str) -> dict[str, Any]:
        if not key:
            self.breaches.append("no idempotency key")
        if key in self.answers:
            sent, answer = self.answers[key]
            if sent != body:
                self.breaches.append("another body under the same key")
            return answer
        form = {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}
        self.told.append(form)
        made = self._session(form) if path == "/v1/checkout/sessions" else self._refund(form)
        self.answers[key] = (body, made)
        return made

    def _session(self, form: dict[str, str]) -> dict[str, Any]:
        number = f"cs_test_{len(self.sessions) + 1}"
        price = "line_items[0][price_data]"
        made = {
            "id": number,
            "object": "checkout.session",
            "url": f"https://pay.example/{number}",
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "amount_total": int(form[f"{price}[unit_amount]"]) * int(form["line_items[0][quantity]"]),
            "currency": form[f"{price}[currency]"],
            "client_reference_id": form["client_reference_id"],
        }
        self.sessions[number] = made
        return made

    def _refund(self, form: dict[str, str]) -> dict[str, Any]:
        made = {
            "id": f"re_{len(self.refunds) + 1}",
            "status": "succeeded",
            "amount": int(form["amount"]),
            "payment_intent": form["payment_intent"],
        }
        self.refunds[made["id"]] = made
        return made

    def pay(self, number: str) -> None:
        """Somebody pays on the page."""
        self.sessions[number] |= {"status": "complete", "payment_status": "paid", "payment_intent": f"pi_{number}"}

    def event(self, number: str, name: str, *, event: str = "evt_1", **how: Any) -> tuple[bytes, str]:
        """A message about a session and its signature."""
        about = {"object": "checkout.session", "id": number, "payment_status": "paid"}
        body = json.dumps({"id": event, "type": name, "data": {"object": about}}).encode()
        at = int(how.get("at", time.time()))
        signed = hmac.new(how.get("secret", SECRET).encode(), f"{at}.".encode() + body, "sha256").hexdigest()
        return body, f"t={at},v1={'0' * 64},v1={signed}"
