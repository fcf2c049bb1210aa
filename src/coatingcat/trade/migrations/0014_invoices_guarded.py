"""What was billed and paid is only added to, and no line is billed beyond what was ordered nor credited beyond that.

The trigger takes the ordered line first, so that two invoices of one line come one after the other, and then counts:
a lock alone is no guard.
"""

from django.db import migrations

TABLES = (
    "trade_invoice",
    "trade_invoiceline",
    "trade_invoicetax",
    "trade_taxinvoice",
    "trade_payment",
    "trade_paymentnotice",
)

FORWARD = """
CREATE FUNCTION trade_billed_within_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ordered bigint;
    billed bigint;
    worth numeric;
BEGIN
    SELECT quantity INTO ordered FROM trade_orderline WHERE id = NEW.order_line_id FOR UPDATE;
    SELECT coalesce(sum(CASE i.kind WHEN 'credit' THEN -l.packs ELSE l.packs END), 0),
           coalesce(sum(CASE i.kind WHEN 'credit' THEN -l.net ELSE l.net END), 0)
      INTO billed, worth
      FROM trade_invoiceline l JOIN trade_invoice i ON i.id = l.invoice_id
     WHERE l.order_line_id = NEW.order_line_id;
    IF billed < 0 OR billed > ordered OR worth < 0 THEN
        RAISE EXCEPTION 'line % would be billed for % of % packs, worth %', NEW.order_line_id, billed, ordered, worth
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoiceline_within_order';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER billed_within_order AFTER INSERT ON trade_invoiceline
    FOR EACH ROW EXECUTE FUNCTION trade_billed_within_order();
""" + "".join(
    f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_append_only();
"""
    for table in TABLES
)
BACKWARD = (
    "".join(f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};" for table in TABLES)
    + "DROP TRIGGER billed_within_order ON trade_invoiceline; DROP FUNCTION trade_billed_within_order();"
)


class Migration(migrations.Migration):
    dependencies = [("trade", "0013_invoices_and_payments"), ("privacy", "0012_append_only_until_over")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
