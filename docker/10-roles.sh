#!/bin/bash
# Run by the postgres image on the first start of an empty volume.
set -euo pipefail
psql --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname postgres --file "${RASSO_ROLES:-/rasso/roles.sql}"
