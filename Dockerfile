# The workbench in one image; web, worker and timetable are the same image with another command.
# Nothing is installed that is not in a lock with its hash (requirements/, package-lock.json).

FROM python:3.11-slim AS build
WORKDIR /app
# First what the locks name: a change of the code alone downloads nothing again.
COPY requirements requirements
COPY package.json package-lock.json .npmrc ./
COPY tools tools
RUN python -m tools.set_up packages || { tail -n 40 build/setup.log; false; } \
    && python -m compileall -q .venv
COPY manage.py pyproject.toml ./
COPY static static
COPY templates templates
COPY locale locale
COPY workbench workbench
COPY workspaces workspaces
COPY platforms platforms
COPY planning planning
COPY calendar_app calendar_app
COPY inbox inbox
COPY analytics analytics
COPY reports reports
# Then the same steps as "make run": texts, stylesheet, static files. The keys that the settings
# make for themselves on the way stay in this stage.
RUN WORKBENCH_DATA=/tmp/building python -m tools.set_up run || { tail -n 40 build/setup.log; false; } \
    && python -m compileall -q workbench workspaces platforms planning calendar_app inbox analytics reports

FROM python:3.11-slim
# Times in the settings are Asia/Taipei by name; the zones come with the Python packages.
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/app/.venv/bin:$PATH \
    HOST=0.0.0.0 PORT=8000 WORKBENCH_DATA=/data SAMPLE=0
RUN groupadd --gid 10001 workbench \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp workbench \
    && install -d -o workbench -g workbench -m 0750 /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY --from=build /app/build/static build/static
COPY --from=build /app/manage.py /app/pyproject.toml ./
COPY --from=build /app/templates templates
COPY --from=build /app/locale locale
COPY --from=build /app/workbench workbench
COPY --from=build /app/workspaces workspaces
COPY --from=build /app/platforms platforms
COPY --from=build /app/planning planning
COPY --from=build /app/calendar_app calendar_app
COPY --from=build /app/inbox inbox
COPY --from=build /app/analytics analytics
COPY --from=build /app/reports reports
USER 10001:10001
VOLUME /data
EXPOSE 8000
# Alone it is the whole workbench in one process, on SQLite in /data.
CMD ["python", "manage.py", "up"]
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=4 CMD ["python", "-m", "workbench.alive", "web"]
