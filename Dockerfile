# Three stages: styles and scripts, Python packages, and the small image that runs.
FROM node:24-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY static static
COPY tooling/type.mjs tooling/type.mjs
RUN npm run build

FROM python:3.13-slim AS packages
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /venv
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /app/static/build static/build
COPY --from=assets /app/reviews/letters/type reviews/letters/type
# Settings refuse to load without keys; this step gives it ones that open nothing.
RUN python -m tooling.collect
# Nobody may write here later, and the worker's health check starts Django each minute.
RUN python -m compileall -q -j 0 actionplans cases rasso_tracker reviews victims
# Where the worker writes the head of the audit chain, outside the database: mount a volume here.
RUN install --directory --mode=1777 /audit
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "rasso_tracker.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-class=rasso_tracker.web.worker.Worker", "--timeout=60", "--limit-request-line=8190", "--preload", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
