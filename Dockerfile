# The service with the charted review in it, as it stands in this folder:
#   docker build --tag lacuna . && docker run --rm --publish 8000:8000 lacuna

FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE LICENSE-CC-BY-4.0 ./
COPY api api
COPY docs/model.md docs/model.md
COPY kg kg
COPY loaders loaders
COPY ontology ontology
COPY queries queries
COPY shapes shapes
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.12-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*.whl
RUN useradd --create-home --uid 1000 lacuna && install --directory --owner lacuna /var/lib/lacuna
USER 1000
WORKDIR /home/lacuna
ENV LACUNA_HOME=/var/lib/lacuna PYTHONUNBUFFERED=1
RUN lacuna load
EXPOSE 8000
HEALTHCHECK --start-period=10s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=5)"]
CMD ["lacuna", "serve", "--host", "0.0.0.0", "--workers", "2"]
