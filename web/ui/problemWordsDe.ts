import type { FailureCode } from '../api.ts'

/**
 * The server speaks English, so here all of it is said. `more`: the code alone does not tell everything, and the server's own sentence stands
 * below in English.
 */
type GermanWords = Readonly<Record<FailureCode, { happened: string; todo: string; more?: true }>>

const role = { happened: 'Ihre Rolle erlaubt das nicht.', todo: 'Wer das Konto besitzt, kann es tun oder Ihre Rolle ändern.' }
const twice = { happened: 'Diese Nummer steht zweimal da.', todo: 'Es zählt die erste Stelle.' }
const more = true

export const problemsDe: GermanWords = {
  offline: {
    happened: 'Der Server ist nicht erreichbar.',
    todo: 'Was Sie sehen, kann veraltet sein. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  },
  unreadable: {
    happened: 'Die Antwort kam nicht von Tapline.',
    todo: 'Etwas zwischen diesem Browser und dem Server hat an seiner Stelle geantwortet. Versuchen Sie es noch einmal.',
  },
  body_invalid: { happened: 'Eine Angabe passt nicht.', todo: 'Prüfen Sie, was hier steht.', more },
  json_invalid: { happened: 'Das ist kein JSON.', todo: 'Prüfen Sie die genannte Stelle.', more },
  query_invalid: { happened: 'Ein Filter passt nicht.', todo: 'Ändern oder entfernen Sie ihn.', more },
  header_invalid: { happened: 'Ein Header der Anfrage passt nicht.', todo: 'Prüfen Sie ihn.', more },
  cursor_invalid: { happened: 'Die Liste geht von hier aus nicht weiter.', todo: 'Laden Sie sie neu.' },
  unauthenticated: { happened: 'Sie sind nicht mehr angemeldet.', todo: 'Melden Sie sich wieder an; Sie kommen auf diese Seite zurück.' },
  sign_in_failed: { happened: 'E-Mail-Adresse oder Passwort stimmt nicht.', todo: 'Prüfen Sie beides und versuchen Sie es noch einmal.' },
  scope_missing: role,
  role_missing: role,
  numbers_hidden: {
    happened: 'Ihre Rolle sieht keine Telefonnummern.',
    todo: 'Deshalb kann sie nicht nach ihnen suchen oder auswählen. Nehmen Sie andere Filter.',
  },
  origin_refused: {
    happened: 'Diese Anfrage kam von einer anderen Website.',
    todo: 'Öffnen Sie Tapline neu und versuchen Sie es dort noch einmal.',
  },
  not_found: { happened: 'Das gibt es hier nicht.', todo: 'Vielleicht wurde es gelöscht, oder die Adresse ist abgeschnitten.' },
  group_unknown: { happened: 'Diese Gruppe gibt es nicht mehr.', todo: 'Wählen Sie eine andere.' },
  segment_unknown: { happened: 'Dieses Segment gibt es nicht mehr.', todo: 'Wählen Sie ein anderes.' },
  campaign_unknown: { happened: 'Diese Kampagne gibt es nicht.', todo: 'Wählen Sie eine andere.' },
  link_unknown: { happened: 'Diesen Link gibt es nicht.', todo: 'Wählen Sie einen anderen.' },
  method_not_allowed: { happened: 'Das geht an dieser Adresse nicht.', todo: 'Die API-Referenz nennt, was hier möglich ist.', more },
  idempotency_in_flight: {
    happened: 'Dieselbe Anfrage läuft noch.',
    todo: 'Warten Sie einen Augenblick und sehen Sie nach, ob sie ausgeführt wurde.',
  },
  message_not_cancellable: {
    happened: 'Für den Abbruch dieser Nachricht ist es zu spät.',
    todo: 'Nur was noch wartet, lässt sich abbrechen.',
  },
  message_repeated: {
    happened: 'Derselbe Text ging gerade erst an diese Nummer.',
    todo: 'Er wurde nicht noch einmal gesendet.',
  },
  campaign_state: {
    happened: 'Die Kampagne ist inzwischen in einem anderen Zustand.',
    todo: 'Sehen Sie nach, wie weit sie ist.',
    more,
  },
  experiment_state: {
    happened: 'Das Experiment ist inzwischen in einer anderen Phase.',
    todo: 'Sehen Sie nach, wie weit es ist.',
    more,
  },
  group_name_taken: { happened: 'Eine Gruppe heißt schon so.', todo: 'Wählen Sie einen anderen Namen oder nehmen Sie diese Gruppe.' },
  segment_name_taken: { happened: 'Ein Segment heißt schon so.', todo: 'Wählen Sie einen anderen Namen oder ändern Sie dieses Segment.' },
  import_not_resumable: {
    happened: 'Dieser Import lässt sich nicht fortsetzen.',
    todo: 'Laden Sie die Datei noch einmal hoch: Wer schon da ist, wird nicht doppelt angelegt.',
  },
  import_not_cancellable: { happened: 'Der Import ist schon zu Ende.', todo: 'Abbrechen lässt sich nur, was noch läuft.' },
  too_many_imports: { happened: 'Es laufen schon genug Importe.', todo: 'Warten Sie, bis einer zu Ende ist, oder brechen Sie einen ab.' },
  too_many_invitations: { happened: 'Es sind schon genug Einladungen offen.', todo: 'Ziehen Sie eine zurück, die niemand mehr braucht.' },
  too_many_users: { happened: 'Das Konto hat so viele Personen, wie es haben darf.', todo: 'Entfernen Sie zuerst jemanden.' },
  last_owner: { happened: 'Ein Konto braucht jemanden, dem es gehört.', todo: 'Geben Sie zuerst einer anderen Person die Inhaberrolle.' },
  opt_out_not_pending: {
    happened: 'Über diese Abmeldung wurde schon entschieden.',
    todo: 'Soll die Nummer wieder Nachrichten bekommen, heben Sie ihre Sperre auf.',
  },
  address_taken: { happened: 'Diese Adresse ist vergeben.', todo: 'Nehmen Sie eine andere.', more },
  too_many_endpoints: {
    happened: 'Das Konto hat so viele Webhooks, wie es haben darf.',
    todo: 'Löschen Sie einen, der nicht gebraucht wird.',
  },
  too_many_replays: { happened: 'Für diesen Webhook laufen schon genug Wiederholungen.', todo: 'Warten Sie, bis eine zu Ende ist.' },
  setup_link_invalid: { happened: 'Dieser Einrichtungslink gilt nicht mehr.', todo: 'Wer den Server betreibt, kann einen neuen machen.' },
  invitation_invalid: { happened: 'Diese Einladung gilt nicht mehr.', todo: 'Bitten Sie um eine neue.' },
  cursor_expired: { happened: 'Das Protokoll geht von hier aus nicht weiter.', todo: 'Lesen Sie es von einer Zeit an neu.' },
  event_expired: { happened: 'Das Ereignis wird nicht mehr aufbewahrt.', todo: 'Es lässt sich nicht noch einmal senden.' },
  body_too_large: { happened: 'Das ist zu groß.', todo: 'Teilen Sie es auf.', more },
  media_type_unsupported: { happened: 'Eine Datei oder Anfrage dieser Art wird nicht angenommen.', todo: 'Kontakte kommen als CSV.', more },
  phone_invalid: {
    happened: 'Das ist keine Telefonnummer.',
    todo: 'Schreiben Sie sie mit Landesvorwahl, etwa +49 151 12345678.',
  },
  phone_not_mobile: { happened: 'Diese Nummer kann keine SMS empfangen.', todo: 'Lassen Sie sie weg.' },
  recipient_duplicate: twice,
  sender_invalid: {
    happened: 'Das ist kein Absender.',
    todo: 'Möglich sind höchstens 11 Buchstaben und Ziffern oder eine Nummer aus 3 bis 16 Ziffern.',
  },
  sender_not_listed: {
    happened: 'Diesen Absender hat das Konto nicht.',
    todo: 'Nehmen Sie einen aus der Liste, oder ergänzen Sie sie in den Einstellungen.',
  },
  no_route: { happened: 'Zu dieser Nummer führt kein Weg.', todo: 'Wer den Server betreibt, kann einen einrichten.', more },
  text_empty: { happened: 'Der Text ist leer.', todo: 'Schreiben Sie mindestens ein Zeichen.' },
  text_too_long: { happened: 'Der Text ist zu lang.', todo: 'Kürzen Sie ihn: Eine SMS hat höchstens 10 Teile.', more },
  template_invalid: { happened: 'So lässt sich der Text nicht senden.', todo: 'Prüfen Sie seine Felder und Zeichen.', more },
  merge_value_missing: {
    happened: 'Für ein Feld fehlt der Wert.',
    todo: 'Geben Sie ihm einen Ersatz, etwa {first_name|Hallo}.',
    more,
  },
  merge_value_invalid: { happened: 'Ein Wert lässt sich nicht einsetzen.', todo: 'Ändern Sie ihn.', more },
  merge_field_in_url_off: {
    happened: 'Felder in Links sind in diesem Konto nicht erlaubt.',
    todo: 'Erlauben Sie sie in den Einstellungen, oder lassen Sie diesen Link ungemessen.',
  },
  link_invalid: { happened: 'Ein Link lässt sich nicht benutzen.', todo: 'Er braucht http oder https und einen gültigen Namen.', more },
  link_private: { happened: 'Ein Link führt in ein privates Netz.', todo: 'Nehmen Sie eine Adresse, die alle erreichen.', more },
  link_loop: { happened: 'Ein Link führt zu einem Kurzlink von Tapline.', todo: 'Verlinken Sie die Seite selbst.' },
  too_many_links: { happened: 'Das sind zu viele Links.', todo: 'Höchstens 10 können gemessen werden; schalten Sie andere ab.' },
  link_taken_down: {
    happened: 'Ein Link dieses Textes wurde gesperrt.',
    todo: 'Ändern Sie den Text, oder geben Sie den Link wieder frei.',
  },
  tracking_not_allowed: { happened: 'Dieses Tracking erlaubt das Konto nicht.', todo: 'Nehmen Sie, was es erlaubt, oder ändern Sie es.' },
  send_at_invalid: {
    happened: 'Zu dieser Zeit lässt sich nicht senden.',
    todo: 'Wählen Sie eine Zeit, die noch kommt, höchstens 366 Tage voraus.',
    more,
  },
  idempotency_mismatch: {
    happened: 'Unter demselben Schlüssel wurde schon etwas anderes gesendet.',
    todo: 'Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  },
  host_invalid: { happened: 'Das ist keine Kurzdomain.', todo: 'Schreiben Sie sie wie https://go.example.com.', more },
  password_invalid: { happened: 'Dieses Passwort geht nicht.', todo: 'Es braucht 10 bis 200 Zeichen.' },
  password_wrong: { happened: 'Das Passwort stimmt nicht.', todo: 'Prüfen Sie das bisherige Passwort.' },
  contact_duplicate: twice,
  time_zone_invalid: { happened: 'Das ist keine Zeitzone.', todo: 'Schreiben Sie sie wie Europe/Berlin.' },
  field_invalid: { happened: 'Ein Feld lässt sich so nicht speichern.', todo: 'Ändern Sie seinen Namen oder seinen Wert.', more },
  consent_invalid: { happened: 'Die Einwilligung lässt sich so nicht festhalten.', todo: 'Prüfen Sie Quelle, Zeit und Wortlaut.', more },
  too_many_fields: {
    happened: 'Das Konto hat so viele Felder, wie es haben darf.',
    todo: 'Nehmen Sie den Namen eines Feldes, das es gibt.',
  },
  too_many_groups: { happened: 'Das Konto hat so viele Gruppen, wie es haben darf.', todo: 'Löschen Sie zuerst eine.' },
  too_many_segments: { happened: 'Das Konto hat so viele Segmente, wie es haben darf.', todo: 'Löschen Sie zuerst eines.' },
  audience_invalid: { happened: 'Diese Regeln gehen so nicht.', todo: 'Nehmen Sie höchstens 50 Regeln und 10 Segmente.', more },
  audience_empty: { happened: 'Die Kampagne geht noch an niemanden.', todo: 'Wählen Sie Gruppen, Segmente oder Nummern.' },
  campaign_invalid: { happened: 'So lässt sich die Kampagne nicht speichern.', todo: 'Prüfen Sie ihre Angaben.', more },
  experiment_invalid: { happened: 'So kann das Experiment nicht laufen.', todo: 'Prüfen Sie seine Anlage.', more },
  spend_limit_invalid: { happened: 'Diese Ausgabengrenze lässt sich nicht setzen.', todo: 'Das Konto braucht dafür eine Währung.', more },
  audience_too_slow: {
    happened: 'Diese Personen zu zählen dauert zu lange.',
    todo: 'Fragen Sie nach weniger Verhalten, kürzeren Zeiträumen, oder dazu nach einer Gruppe.',
  },
  file_invalid: { happened: 'Die Datei lässt sich nicht lesen.', todo: 'Es muss CSV sein, dessen erste Zeile die Spalten nennt.', more },
  mapping_invalid: { happened: 'Die Spalten sind falsch zugeordnet.', todo: 'Eine führt zur Nummer, jede andere zu etwas anderem.', more },
  scope_invalid: { happened: 'Diese Rechte kann der Schlüssel nicht haben.', todo: 'Er braucht eines, und keines, das Sie nicht haben.' },
  conversion_invalid: {
    happened: 'Die Konversion lässt sich so nicht festhalten.',
    todo: 'Prüfen Sie Klick-ID, Wert, Währung und Zeit.',
    more,
  },
  order_mismatch: { happened: 'Diese Bestellung ist mit einem anderen Wert bekannt.', todo: 'Ändern Sie ihn durch eine Korrektur.', more },
  correction_invalid: {
    happened: 'So lässt sich die Konversion nicht korrigieren.',
    todo: 'Erstattet wird höchstens, was noch übrig ist.',
    more,
  },
  endpoint_url_invalid: {
    happened: 'An diese Adresse lässt sich nichts senden.',
    todo: 'Sie muss öffentlich sein und mit http oder https beginnen.',
    more,
  },
  endpoint_header_invalid: { happened: 'Ein Header lässt sich nicht benutzen.', todo: 'Nehmen Sie andere Namen, höchstens 20.', more },
  event_type_invalid: { happened: 'Dieses Ereignis gibt es nicht.', todo: 'Wählen Sie eines aus der Liste.', more },
  rate_limited: { happened: 'Zu viele Anfragen auf einmal.', todo: 'Warten Sie einige Sekunden und versuchen Sie es noch einmal.' },
  internal: {
    happened: 'Das ist durch einen Fehler bei uns gescheitert.',
    todo: 'Er steht im Protokoll. Ein neuer Versuch kann helfen.',
  },
  unavailable: {
    happened: 'Die Datenbank antwortet nicht.',
    todo: 'Kurzlinks funktionieren weiter, und nichts geht verloren. Versuchen Sie es in einigen Sekunden noch einmal.',
  },
}
