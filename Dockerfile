# The portal as one image, for web, worker, beat and the commands before them; docker-compose.yml
# says what each of them runs. .dockerignore says what of this folder gets in.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /srv/portal
# Packages first: as long as their lock is the same, this step is not done again.
COPY requirements.txt ./
RUN pip install --require-hashes --requirement requirements.txt
COPY . ./
# The key is for these commands alone: nothing is signed, and it is not kept.
RUN python scripts/build_fonts.py \
    && python scripts/compile_translations.py \
    && ENV_FILE='' SECRET_KEY=only-while-the-image-is-built \
        python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q --invalidation-mode unchecked-hash .

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin portal
# Code and packages belong to root: the portal reads them and cannot change them.
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/portal /srv/portal
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ENV_FILE= \
    GUNICORN_CMD_ARGS="--bind 0.0.0.0:8000"
WORKDIR /srv/portal
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz/live', timeout=4)"]
CMD ["gunicorn", "--no-control-socket", "portal.wsgi"]
