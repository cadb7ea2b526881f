CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE audit (
	volgnummer INTEGER NOT NULL, 
	tijd VARCHAR(27) NOT NULL, 
	actie VARCHAR(60) NOT NULL, 
	object VARCHAR(200) NOT NULL, 
	resultaat VARCHAR(100) NOT NULL, 
	oorsprong VARCHAR(200) NOT NULL, 
	actor VARCHAR(200) NOT NULL, 
	hash VARCHAR(64) NOT NULL, inhoud VARCHAR(140), 
	CONSTRAINT pk_audit PRIMARY KEY (volgnummer)
);

CREATE TABLE besluit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	gemeente VARCHAR(4) NOT NULL, 
	soort VARCHAR(60) NOT NULL, 
	wie VARCHAR(200) NOT NULL, 
	rol VARCHAR(40) NOT NULL, 
	reden TEXT NOT NULL, 
	tijd VARCHAR(27) NOT NULL, 
	gegevens TEXT NOT NULL
, zout BLOB);

CREATE INDEX ix_besluit_gemeente_soort ON besluit (gemeente, soort);

CREATE TABLE checkpoint (
	gemeente VARCHAR(4) NOT NULL, 
	bronset VARCHAR(100) NOT NULL, 
	snede VARCHAR(200) NOT NULL, 
	waarde TEXT NOT NULL, 
	gelezen_op VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_checkpoint PRIMARY KEY (gemeente, bronset, snede)
);

CREATE TABLE lease (
	gemeente VARCHAR(4) NOT NULL, 
	token BIGINT NOT NULL, 
	houder VARCHAR(200), 
	tot VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_lease PRIMARY KEY (gemeente)
);

CREATE INDEX ix_lease_houder ON lease (houder);

CREATE TABLE meta (
	naam VARCHAR(40) NOT NULL, 
	waarde TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY (naam)
);

CREATE TABLE run (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	gemeente VARCHAR(4) NOT NULL, 
	bronset VARCHAR(100) NOT NULL, 
	dag VARCHAR(10) NOT NULL, 
	slot VARCHAR(60) NOT NULL, 
	slotnaam VARCHAR(60) NOT NULL, 
	token BIGINT NOT NULL, 
	pogingen INTEGER NOT NULL, 
	stand VARCHAR(20) NOT NULL, 
	mapping_merk VARCHAR(64) NOT NULL, 
	regelversie VARCHAR(100) NOT NULL, 
	begonnen VARCHAR(27) NOT NULL, 
	geeindigd VARCHAR(27), 
	resultaat VARCHAR(20), 
	vrij_op VARCHAR(27), 
	wacht_sinds VARCHAR(27), 
	besloten_door VARCHAR(200) NOT NULL, 
	gelezen INTEGER, 
	nieuw INTEGER, 
	telling TEXT, 
	proof TEXT, 
	problemen TEXT, 
	nog_te_doen TEXT, aangewezen INTEGER, quarantaine INTEGER, 
	CONSTRAINT uq_run_gemeente_bronset_dag_slot UNIQUE (gemeente, bronset, dag, slot)
);

CREATE INDEX ix_run_gemeente_bronset_slotnaam ON run (gemeente, bronset, slotnaam);

CREATE INDEX ix_run_gemeente_resultaat ON run (gemeente, resultaat);

CREATE TABLE stand (
	gemeente VARCHAR(4) NOT NULL, 
	referentie VARCHAR(64) NOT NULL, 
	zoeksleutel VARCHAR(64) NOT NULL, 
	zoekversie INTEGER NOT NULL, 
	dossiersleutel VARCHAR(64) NOT NULL, 
	versie INTEGER NOT NULL, 
	inhoudsmerk VARCHAR(64) NOT NULL, 
	merkversie INTEGER NOT NULL, 
	groepmerken TEXT NOT NULL, 
	clientmerk VARCHAR(64) NOT NULL, 
	clientversie INTEGER NOT NULL, 
	staat VARCHAR(20) NOT NULL, 
	mapping_merk VARCHAR(64) NOT NULL, 
	afgeleverd BOOLEAN NOT NULL, 
	zaaknummer VARCHAR(100) NOT NULL, 
	run INTEGER NOT NULL, laatst_gezien VARCHAR(27), afgesloten_op VARCHAR(10), bronset VARCHAR(100), bron_gezien VARCHAR(27), bronmerk VARCHAR(32), 
	CONSTRAINT pk_stand PRIMARY KEY (gemeente, referentie), 
	CONSTRAINT uq_stand_gemeente_zoeksleutel UNIQUE (gemeente, zoeksleutel)
);

CREATE TABLE stub (
	gemeente VARCHAR(4) NOT NULL, 
	zoeksleutel VARCHAR(64) NOT NULL, 
	bronset VARCHAR(100) NOT NULL, 
	zoekversie INTEGER NOT NULL, 
	soort VARCHAR(20) NOT NULL, 
	codes TEXT NOT NULL, 
	plaats TEXT NOT NULL, 
	snede VARCHAR(200) NOT NULL, 
	merk VARCHAR(64) NOT NULL, 
	merkversie INTEGER NOT NULL, 
	clientmerk VARCHAR(64) NOT NULL, 
	clientversie INTEGER NOT NULL, 
	herkenning TEXT, 
	uiterlijk VARCHAR(10), 
	eerst_gezien VARCHAR(27) NOT NULL, 
	laatst_gezien VARCHAR(27) NOT NULL, 
	gemist INTEGER NOT NULL, 
	gesloten_op VARCHAR(27), 
	gesloten_reden VARCHAR(60) NOT NULL, redenen TEXT, pogingen INTEGER, record TEXT, toekenning VARCHAR(10), bronmerk VARCHAR(32), 
	CONSTRAINT pk_stub PRIMARY KEY (gemeente, zoeksleutel)
);

CREATE INDEX ix_stub_gemeente_bronset_snede ON stub (gemeente, bronset, snede);

CREATE INDEX ix_stub_gemeente_gesloten_op_soort ON stub (gemeente, gesloten_op, soort);

CREATE TABLE tijdstip (
	gemeente VARCHAR(4) NOT NULL, 
	bron VARCHAR(100) NOT NULL, 
	laatste VARCHAR(17) NOT NULL, 
	CONSTRAINT pk_tijdstip PRIMARY KEY (gemeente, bron)
);

CREATE TABLE zout (
	referentie VARCHAR(64) NOT NULL, 
	zout BLOB NOT NULL, 
	CONSTRAINT pk_zout PRIMARY KEY (referentie)
);

CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	run INTEGER NOT NULL, 
	gemeente VARCHAR(4) NOT NULL, 
	zoeksleutel VARCHAR(64) NOT NULL, 
	zoekversie INTEGER NOT NULL, 
	referentie VARCHAR(64) NOT NULL, 
	dossiersleutel VARCHAR(64) NOT NULL, 
	versie INTEGER NOT NULL, 
	soort VARCHAR(20) NOT NULL, 
	gemeentecode VARCHAR(4) NOT NULL, 
	schemaversie VARCHAR(20) NOT NULL, 
	inhoudsmerk VARCHAR(64) NOT NULL, 
	merkversie INTEGER NOT NULL, 
	groepmerken TEXT NOT NULL, 
	clientmerk VARCHAR(64) NOT NULL, 
	clientversie INTEGER NOT NULL, 
	aangemaakt_op VARCHAR(27) NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	pogingen INTEGER NOT NULL, 
	claim INTEGER NOT NULL, 
	volgende_poging VARCHAR(27) NOT NULL, 
	houder VARCHAR(200), 
	claim_tot VARCHAR(27), 
	code VARCHAR(100) NOT NULL, 
	zaaknummer VARCHAR(100) NOT NULL, 
	ontvangen_op VARCHAR(27), bestand VARCHAR(60), vergeefs INTEGER, vergeefs_sinds VARCHAR(27), bronmerk VARCHAR(32), 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_run FOREIGN KEY(run) REFERENCES run (id), 
	CONSTRAINT uq_outbox_run_zoeksleutel UNIQUE (run, zoeksleutel)
);

CREATE INDEX ix_outbox_gemeente_referentie_versie ON outbox (gemeente, referentie, versie);

CREATE INDEX ix_outbox_gemeente_status ON outbox (gemeente, status);

CREATE INDEX ix_outbox_onderweg ON outbox (gemeente, volgende_poging) WHERE status = 'klaargezet';

CREATE TABLE stub_klaar (
	run INTEGER NOT NULL, 
	zoeksleutel VARCHAR(64) NOT NULL, 
	zoekversie INTEGER NOT NULL, 
	soort VARCHAR(20) NOT NULL, 
	codes TEXT NOT NULL, 
	plaats TEXT NOT NULL, 
	snede VARCHAR(200) NOT NULL, 
	merk VARCHAR(64) NOT NULL, 
	merkversie INTEGER NOT NULL, 
	clientmerk VARCHAR(64) NOT NULL, 
	clientversie INTEGER NOT NULL, 
	herkenning TEXT, 
	uiterlijk VARCHAR(10), redenen TEXT, record TEXT, toekenning VARCHAR(10), bronmerk VARCHAR(32), 
	CONSTRAINT pk_stub_klaar PRIMARY KEY (run, zoeksleutel), 
	CONSTRAINT fk_stub_klaar_run FOREIGN KEY(run) REFERENCES run (id)
);

CREATE TABLE envelop (
	outbox INTEGER NOT NULL, 
	inhoud TEXT NOT NULL, 
	CONSTRAINT pk_envelop PRIMARY KEY (outbox), 
	CONSTRAINT fk_envelop_outbox FOREIGN KEY(outbox) REFERENCES outbox (id) ON DELETE CASCADE
);

CREATE TABLE "staand_besluit" (
	gemeente VARCHAR(4) NOT NULL, 
	zoeksleutel VARCHAR(64) NOT NULL, 
	soort VARCHAR(20) NOT NULL, 
	zoekversie INTEGER NOT NULL, 
	keuze VARCHAR(20) NOT NULL, 
	merk VARCHAR(64) NOT NULL, 
	merkversie INTEGER NOT NULL, 
	codes TEXT NOT NULL, 
	besluit INTEGER NOT NULL, 
	tijd VARCHAR(27) NOT NULL, 
	uitwerking VARCHAR(20) NOT NULL, 
	bronset VARCHAR(100) NOT NULL, laatst_gezien VARCHAR(27), zout BLOB, 
	CONSTRAINT pk_staand_besluit PRIMARY KEY (gemeente, zoeksleutel, soort, bronset), 
	CONSTRAINT fk_staand_besluit_besluit FOREIGN KEY(besluit) REFERENCES besluit (id)
);

CREATE TABLE blokkade (
	gemeente VARCHAR(4) NOT NULL, 
	clientmerk VARCHAR(64) NOT NULL, 
	clientversie INTEGER NOT NULL, 
	besluit INTEGER NOT NULL, 
	sinds VARCHAR(27) NOT NULL, 
	opgeheven INTEGER, zout BLOB, 
	CONSTRAINT pk_blokkade PRIMARY KEY (gemeente, clientmerk), 
	CONSTRAINT fk_blokkade_besluit FOREIGN KEY(besluit) REFERENCES besluit (id)
);

CREATE TABLE sleutel (
	gemeente VARCHAR(4) NOT NULL, 
	versie INTEGER NOT NULL, 
	proef VARCHAR(32) NOT NULL, 
	sinds VARCHAR(27) NOT NULL, 
	gestopt VARCHAR(27), 
	kopie_op VARCHAR(27), 
	kopie_kid VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_sleutel PRIMARY KEY (gemeente, versie)
);

CREATE TABLE openstaand (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	gemeente VARCHAR(4) NOT NULL, 
	melder VARCHAR(100) NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	bron VARCHAR(100) NOT NULL, 
	onderwerp VARCHAR(200) NOT NULL, 
	probleem TEXT NOT NULL, 
	eerst_gezien VARCHAR(27) NOT NULL, 
	laatst_gezien VARCHAR(27) NOT NULL, 
	nachten INTEGER NOT NULL, 
	keer INTEGER NOT NULL, 
	opgelost_op VARCHAR(27), 
	CONSTRAINT uq_openstaand_gemeente_melder_code_bron_onderwerp UNIQUE (gemeente, melder, code, bron, onderwerp)
);

CREATE TABLE verteld (
	openstaand INTEGER NOT NULL, 
	aan VARCHAR(10) NOT NULL, 
	verteld VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_verteld PRIMARY KEY (openstaand, aan), 
	CONSTRAINT fk_verteld_openstaand_openstaand FOREIGN KEY(openstaand) REFERENCES openstaand (id) ON DELETE CASCADE
);

CREATE TABLE post (
	soort VARCHAR(20) NOT NULL, 
	aan VARCHAR(10) NOT NULL, 
	geprobeerd VARCHAR(27), 
	gelukt VARCHAR(27), 
	mislukt VARCHAR(27), 
	pogingen INTEGER NOT NULL, 
	CONSTRAINT pk_post PRIMARY KEY (soort, aan)
);

CREATE INDEX ix_outbox_ongemeld ON outbox (gemeente) WHERE bestand IS NULL;

CREATE TABLE terugkoppeling (
	gemeente VARCHAR(4) NOT NULL, 
	volgnummer INTEGER NOT NULL, 
	referentie VARCHAR(64) NOT NULL, 
	versie INTEGER NOT NULL, 
	zaaknummer VARCHAR(100) NOT NULL, 
	stap VARCHAR(40) NOT NULL, 
	advies VARCHAR(40) NOT NULL, 
	redencode VARCHAR(40) NOT NULL, 
	datum VARCHAR(10) NOT NULL, 
	gelezen_op VARCHAR(27) NOT NULL, 
	bestand VARCHAR(60), 
	CONSTRAINT pk_terugkoppeling PRIMARY KEY (gemeente, volgnummer)
);

CREATE INDEX ix_terugkoppeling_gemeente_referentie ON terugkoppeling (gemeente, referentie);

CREATE TABLE terugweg (
	gemeente VARCHAR(4) NOT NULL, 
	cursor TEXT NOT NULL, 
	gelezen_op VARCHAR(27), 
	code VARCHAR(6) NOT NULL, 
	sinds VARCHAR(27), 
	CONSTRAINT pk_terugweg PRIMARY KEY (gemeente)
);

CREATE TABLE retourbestand (
	gemeente VARCHAR(4) NOT NULL, 
	naam VARCHAR(60) NOT NULL, 
	soort VARCHAR(20) NOT NULL, 
	run INTEGER NOT NULL, 
	regels INTEGER NOT NULL, 
	klaar_op VARCHAR(27) NOT NULL, 
	geplaatst_op VARCHAR(27), 
	CONSTRAINT pk_retourbestand PRIMARY KEY (gemeente, naam)
);

CREATE TABLE retourstand (
	gemeente VARCHAR(4) NOT NULL, 
	bronset VARCHAR(100) NOT NULL, 
	gelukt_op VARCHAR(27), 
	code VARCHAR(6) NOT NULL, 
	sinds VARCHAR(27), 
	CONSTRAINT pk_retourstand PRIMARY KEY (gemeente, bronset)
);

CREATE TABLE overname (
	gemeente VARCHAR(4) NOT NULL, 
	referentie VARCHAR(64) NOT NULL, 
	versie INTEGER NOT NULL, 
	soort VARCHAR(20) NOT NULL, 
	inhoudsmerk VARCHAR(64) NOT NULL, 
	zaaknummer VARCHAR(100) NOT NULL, 
	ontvangen_op VARCHAR(27) NOT NULL, 
	overgenomen_op VARCHAR(27) NOT NULL, bestand VARCHAR(60), 
	CONSTRAINT pk_overname PRIMARY KEY (gemeente, referentie, versie)
);

CREATE TABLE pauze (
	gemeente VARCHAR(4) NOT NULL, 
	besluit INTEGER NOT NULL, 
	sinds VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_pauze PRIMARY KEY (gemeente), 
	CONSTRAINT fk_pauze_besluit FOREIGN KEY(besluit) REFERENCES besluit (id)
);

CREATE TABLE inhaalopdracht (
	gemeente VARCHAR(4) NOT NULL, 
	vanaf VARCHAR(10) NOT NULL, 
	per_nacht INTEGER NOT NULL, 
	besluit INTEGER NOT NULL, 
	sinds VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_inhaalopdracht PRIMARY KEY (gemeente), 
	CONSTRAINT fk_inhaalopdracht_besluit FOREIGN KEY(besluit) REFERENCES besluit (id)
);

CREATE INDEX ix_audit_object ON audit (object);

CREATE TABLE zekering (
	bestemming VARCHAR(300) NOT NULL, 
	gemeente VARCHAR(4) NOT NULL, 
	mislukt INTEGER NOT NULL, 
	sinds VARCHAR(27), 
	laatst_gelukt VARCHAR(27), 
	open_tot VARCHAR(27), 
	code VARCHAR(100) NOT NULL, 
	CONSTRAINT pk_zekering PRIMARY KEY (bestemming, gemeente)
);

CREATE INDEX ix_run_nacht ON run (dag, slotnaam, gemeente, bronset, resultaat, begonnen, gelezen, aangewezen, quarantaine)
