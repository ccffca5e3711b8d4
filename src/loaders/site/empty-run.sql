-- The tables of a run without a row: what a report queries when the run kept no database.
CREATE TABLE site.orders (id VARCHAR);
CREATE TABLE site.fills (id VARCHAR);
CREATE TABLE site.decisions (id VARCHAR);
CREATE TABLE site.predictions (id VARCHAR);
CREATE TABLE site.factor_values (factor VARCHAR);
CREATE TABLE site.equity (time TIMESTAMP, equity DOUBLE);
