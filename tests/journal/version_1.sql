-- A journal as version 1 of its tables had it: four invoices, one document noted as written.
BEGIN TRANSACTION;
CREATE TABLE allocations (
	line VARCHAR NOT NULL, 
	payer VARCHAR NOT NULL, 
	net_cents BIGINT NOT NULL, 
	invoice VARCHAR NOT NULL, 
	PRIMARY KEY (line, payer), 
	FOREIGN KEY(invoice) REFERENCES invoices (number)
);
INSERT INTO "allocations" VALUES('L1','DUPONT',54575,'2026-00001');
INSERT INTO "allocations" VALUES('L2','MARTIN',54575,'2026-00002');
INSERT INTO "allocations" VALUES('L3','DUPONT',54575,'2026-00003');
INSERT INTO "allocations" VALUES('L1','MARTIN',54575,'2027-00001');
CREATE TABLE counters (
	series VARCHAR NOT NULL, 
	fiscal_year INTEGER NOT NULL, 
	last_ordinal INTEGER NOT NULL, 
	last_date DATE NOT NULL, 
	PRIMARY KEY (series, fiscal_year)
);
INSERT INTO "counters" VALUES('invoice',2026,3,'2026-04-30');
INSERT INTO "counters" VALUES('invoice',2027,1,'2027-01-31');
CREATE TABLE documents (
	invoice VARCHAR NOT NULL, 
	path VARCHAR NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	written BOOLEAN NOT NULL, 
	PRIMARY KEY (invoice, path), 
	FOREIGN KEY(invoice) REFERENCES invoices (number)
);
INSERT INTO "documents" VALUES('2026-00001','invoices/2026-00001.docx','abc07dbd04ac1a648413bd77c9d86654a126c1068533b58aed0be3458fdfec33',1);
INSERT INTO "documents" VALUES('2026-00002','invoices/2026-00002.docx','da5bc4c476ce8e338ae1370d3feff2170a00d48f0ea39820cff565e554f47f48',0);
INSERT INTO "documents" VALUES('2026-00003','invoices/2026-00003.docx','4951c57b0a71ef45b9fd02dc2a5de26ebdf8a90775382336a4dda3a070e90656',0);
INSERT INTO "documents" VALUES('2027-00001','invoices/2027-00001.docx','24d87a2cbbaefe0f365e3ff9a035da69a972d74b4fb3a70c3cabb83f0c9499dc',0);
CREATE TABLE invoice_lines (
	invoice VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	line VARCHAR NOT NULL, 
	project VARCHAR NOT NULL, 
	description TEXT NOT NULL, 
	quantity VARCHAR(60) NOT NULL, 
	unit VARCHAR NOT NULL, 
	unit_price VARCHAR(60) NOT NULL, 
	net_cents BIGINT NOT NULL, 
	vat_category VARCHAR NOT NULL, 
	vat_rate VARCHAR(60) NOT NULL, 
	PRIMARY KEY (invoice, position), 
	FOREIGN KEY(invoice) REFERENCES invoices (number)
);
INSERT INTO "invoice_lines" VALUES('2026-00001',1,'L1','PAYROLL','Payslips of March','37','piece','14.75',54575,'S','0.21');
INSERT INTO "invoice_lines" VALUES('2026-00002',1,'L2','PAYROLL','Payslips of March','37','piece','14.75',54575,'S','0.21');
INSERT INTO "invoice_lines" VALUES('2026-00003',1,'L3','PAYROLL','Payslips of March','37','piece','14.75',54575,'S','0.21');
INSERT INTO "invoice_lines" VALUES('2027-00001',1,'L1','PAYROLL','Payslips of March','37','piece','14.75',54575,'S','0.21');
CREATE TABLE invoices (
	position INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	series VARCHAR NOT NULL, 
	fiscal_year INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	issue_date DATE NOT NULL, 
	due_date DATE NOT NULL, 
	payer VARCHAR NOT NULL, 
	projects JSON NOT NULL, 
	net_cents BIGINT NOT NULL, 
	vat_cents BIGINT NOT NULL, 
	gross_cents BIGINT NOT NULL, 
	currency VARCHAR NOT NULL, 
	reference VARCHAR NOT NULL, 
	content TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	previous_seal VARCHAR(64) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (position), 
	UNIQUE (series, fiscal_year, ordinal), 
	UNIQUE (number)
);
INSERT INTO "invoices" VALUES(1,'2026-00001','invoice',2026,1,'2026-03-31','2026-12-31','DUPONT','["PAYROLL"]',54575,11461,66036,'EUR','+++000/1459/32557+++','{"buyer":{"address":"Place Verte 1","city":"Liège","country":"BE","key":"DUPONT","name":"Dupont & Fils <DUPONT>","postcode":"4000"},"currency":"EUR","due_date":"2026-12-31","iban":"BE68539007547034","issue_date":"2026-03-31","language":"fr","lines":[{"description":"Payslips of March","line":"L1","net_cents":54575,"period_from":"2026-03-01","period_to":"2026-03-31","project":"PAYROLL","quantity":"37","unit":"piece","unit_name":"pièce","unit_price":"14.75","vat_category":"S","vat_rate":"0.21"}],"number":"2026-00001","projects":["PAYROLL"],"reference":"+++000/1459/32557+++","seller":{"address":"Rue Haute 12\nBoîte 3","city":"Bruxelles","country":"BE","enterprise_number":"0123456749","key":"","name":"Fiduciaire Lambert SRL","postcode":"1000","vat_number":"BE0123456749"},"series":"invoice 2026","supply_from":"2026-03-01","supply_to":"2026-03-31","title":"Payroll","totals":{"allowance_cents":0,"gross_cents":66036,"lines_cents":54575,"net_cents":54575,"vat":[{"base_cents":54575,"vat_category":"S","vat_cents":11461,"vat_rate":"0.21"}],"vat_cents":11461}}','4407f3a2e69623670bbe457539a230a8d922b9ab0d543918ac9510cfc2af8c62','','925fc30226e9184c336764bff73c90fed63cd9658c06b0387eb28d2f6a4ba733','2026-03-31 17:05:00.123456');
INSERT INTO "invoices" VALUES(2,'2026-00002','invoice',2026,2,'2026-03-31','2026-12-31','MARTIN','["PAYROLL"]',54575,11461,66036,'EUR','+++000/1459/32557+++','{"buyer":{"address":"Place Verte 1","city":"Liège","country":"BE","key":"MARTIN","name":"Dupont & Fils <MARTIN>","postcode":"4000"},"currency":"EUR","due_date":"2026-12-31","iban":"BE68539007547034","issue_date":"2026-03-31","language":"fr","lines":[{"description":"Payslips of March","line":"L2","net_cents":54575,"period_from":"2026-03-01","period_to":"2026-03-31","project":"PAYROLL","quantity":"37","unit":"piece","unit_name":"pièce","unit_price":"14.75","vat_category":"S","vat_rate":"0.21"}],"number":"2026-00002","projects":["PAYROLL"],"reference":"+++000/1459/32557+++","seller":{"address":"Rue Haute 12\nBoîte 3","city":"Bruxelles","country":"BE","enterprise_number":"0123456749","key":"","name":"Fiduciaire Lambert SRL","postcode":"1000","vat_number":"BE0123456749"},"series":"invoice 2026","supply_from":"2026-03-01","supply_to":"2026-03-31","title":"Payroll","totals":{"allowance_cents":0,"gross_cents":66036,"lines_cents":54575,"net_cents":54575,"vat":[{"base_cents":54575,"vat_category":"S","vat_cents":11461,"vat_rate":"0.21"}],"vat_cents":11461}}','53cbcd2ddbb48718348cb57a7fcedd81b82195ca2ff60dbf130b56ae3354612b','925fc30226e9184c336764bff73c90fed63cd9658c06b0387eb28d2f6a4ba733','773eef4a14ce3a348355e77c7029bdcccce26a8b086d1d399e5832d89b033fe8','2026-03-31 17:05:00.123456');
INSERT INTO "invoices" VALUES(3,'2026-00003','invoice',2026,3,'2026-04-30','2026-12-31','DUPONT','["PAYROLL"]',54575,11461,66036,'EUR','+++000/1459/32557+++','{"buyer":{"address":"Place Verte 1","city":"Liège","country":"BE","key":"DUPONT","name":"Dupont & Fils <DUPONT>","postcode":"4000"},"currency":"EUR","due_date":"2026-12-31","iban":"BE68539007547034","issue_date":"2026-04-30","language":"fr","lines":[{"description":"Payslips of March","line":"L3","net_cents":54575,"period_from":"2026-03-01","period_to":"2026-03-31","project":"PAYROLL","quantity":"37","unit":"piece","unit_name":"pièce","unit_price":"14.75","vat_category":"S","vat_rate":"0.21"}],"number":"2026-00003","projects":["PAYROLL"],"reference":"+++000/1459/32557+++","seller":{"address":"Rue Haute 12\nBoîte 3","city":"Bruxelles","country":"BE","enterprise_number":"0123456749","key":"","name":"Fiduciaire Lambert SRL","postcode":"1000","vat_number":"BE0123456749"},"series":"invoice 2026","supply_from":"2026-03-01","supply_to":"2026-03-31","title":"Payroll","totals":{"allowance_cents":0,"gross_cents":66036,"lines_cents":54575,"net_cents":54575,"vat":[{"base_cents":54575,"vat_category":"S","vat_cents":11461,"vat_rate":"0.21"}],"vat_cents":11461}}','cce2a66b633c193607225b3a9e09fc7f92dcb803a27c4693f4a033241a202858','773eef4a14ce3a348355e77c7029bdcccce26a8b086d1d399e5832d89b033fe8','3bfbc0b4e362522fb060549553086237ed22d64e01e20ffb087217b9d12faa13','2026-03-31 17:05:00.123456');
INSERT INTO "invoices" VALUES(4,'2027-00001','invoice',2027,1,'2027-01-31','2026-12-31','MARTIN','["PAYROLL"]',54575,11461,66036,'EUR','+++000/1459/32557+++','{"buyer":{"address":"Place Verte 1","city":"Liège","country":"BE","key":"MARTIN","name":"Dupont & Fils <MARTIN>","postcode":"4000"},"currency":"EUR","due_date":"2026-12-31","iban":"BE68539007547034","issue_date":"2027-01-31","language":"fr","lines":[{"description":"Payslips of March","line":"L1","net_cents":54575,"period_from":"2026-03-01","period_to":"2026-03-31","project":"PAYROLL","quantity":"37","unit":"piece","unit_name":"pièce","unit_price":"14.75","vat_category":"S","vat_rate":"0.21"}],"number":"2027-00001","projects":["PAYROLL"],"reference":"+++000/1459/32557+++","seller":{"address":"Rue Haute 12\nBoîte 3","city":"Bruxelles","country":"BE","enterprise_number":"0123456749","key":"","name":"Fiduciaire Lambert SRL","postcode":"1000","vat_number":"BE0123456749"},"series":"invoice 2026","supply_from":"2026-03-01","supply_to":"2026-03-31","title":"Payroll","totals":{"allowance_cents":0,"gross_cents":66036,"lines_cents":54575,"net_cents":54575,"vat":[{"base_cents":54575,"vat_category":"S","vat_cents":11461,"vat_rate":"0.21"}],"vat_cents":11461}}','f9dd56335242f85fe47be805c81d914782ff040c072dfafb26fdef5196c12ef8','3bfbc0b4e362522fb060549553086237ed22d64e01e20ffb087217b9d12faa13','52d2c117d609f3cfd40b1274acb9fcedcfcdfa283be4eed845f4e5626271b254','2026-03-31 17:05:00.123456');
CREATE TABLE journal_schema (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "journal_schema" VALUES(1);
CREATE INDEX ix_invoices_reference ON invoices (reference);
CREATE INDEX ix_invoices_payer ON invoices (payer);
CREATE TRIGGER invoices_update BEFORE UPDATE ON invoices BEGIN SELECT RAISE(ABORT, 'what was issued is never changed'); END;
CREATE TRIGGER invoices_delete BEFORE DELETE ON invoices BEGIN SELECT RAISE(ABORT, 'what was issued is never changed'); END;
CREATE INDEX ix_invoice_lines_line ON invoice_lines (line);
CREATE TRIGGER invoice_lines_update BEFORE UPDATE ON invoice_lines BEGIN SELECT RAISE(ABORT, 'what was issued is never changed'); END;
CREATE TRIGGER invoice_lines_delete BEFORE DELETE ON invoice_lines BEGIN SELECT RAISE(ABORT, 'what was issued is never changed'); END;
CREATE INDEX ix_allocations_invoice ON allocations (invoice);
CREATE TRIGGER allocations_update BEFORE UPDATE ON allocations BEGIN SELECT RAISE(ABORT, 'what was issued is never changed'); END;
CREATE TRIGGER allocations_delete BEFORE DELETE ON allocations BEGIN SELECT RAISE(ABORT, 'what was issued is never changed'); END;
COMMIT;
