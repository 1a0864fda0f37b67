-- The database and its three roles. `./dev` and the compose file both run this, once, as superuser.
-- Owner: migrations and backup. Web and worker own nothing, so they can neither change a table,
-- switch off a trigger nor step round row-level security; their grants come with the migrations.
\set ON_ERROR_STOP on
\getenv owner_password RASSO_OWNER_PASSWORD
\getenv web_password RASSO_WEB_PASSWORD
\getenv worker_password RASSO_WORKER_PASSWORD

CREATE ROLE rasso_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE rasso_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'web_password';
CREATE ROLE rasso_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'worker_password';

CREATE DATABASE rasso OWNER rasso_owner ENCODING 'UTF8' TEMPLATE template0
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
REVOKE ALL ON DATABASE rasso FROM PUBLIC;
GRANT CONNECT ON DATABASE rasso TO rasso_web, rasso_worker;
