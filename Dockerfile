# sayso in a container: `docker build -t sayso .`, then `docker run --rm sayso demo`; pages: see compose.yml
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/sayso
COPY pyproject.toml README.md LICENSE ./
COPY sayso ./sayso
RUN /opt/sayso/bin/pip install --no-cache-dir '.[postgresql,tables]' \
    && find /opt/sayso -name '__pycache__' -prune -exec rm -rf {} +

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home --home-dir /data sayso
COPY --from=build /opt/sayso /opt/sayso
ENV PATH=/opt/sayso/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8710
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8710), 4).close()"]
ENTRYPOINT ["sayso"]
CMD ["--help"]
