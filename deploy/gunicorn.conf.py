"""gunicorn's settings, on a server as with `make run`. Every value here can stay as it is.

WEB_CONCURRENCY (processes), NEWSROOM_THREADS, NEWSROOM_BIND and NEWSROOM_PROXIES change it from outside.
"""

import os
from pathlib import Path

wsgi_app = "newsroom.wsgi:application"
bind = os.environ.get("NEWSROOM_BIND", "127.0.0.1:8000")

# Processes use the cores; threads wait for the database. The pool of connections of each process
# (NEWSROOM_DATABASE_POOL, 8) holds one for each thread.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("NEWSROOM_THREADS", "4"))

# A request that takes longer is a fault. A process that is asked to stop may finish what it has begun.
timeout = 30
graceful_timeout = 30
keepalive = 65

# Processes are renewed now and then, not all at once, so that a slow leak never matters.
max_requests = 10_000
max_requests_jitter = 1_000

# Whether a reader came by HTTPS is believed of these addresses alone, and of a Unix socket.
forwarded_allow_ips = os.environ.get("NEWSROOM_PROXIES", "127.0.0.1,::1")
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}

# The length of a request line is for the proxy to limit: what passes there gets a page of ours as its answer.
limit_request_line = 0
limit_request_fields = 60

# Errors go to the log; requests are logged by the proxy, where how long to keep addresses is decided.
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"  # a heartbeat must not wait for a disk
