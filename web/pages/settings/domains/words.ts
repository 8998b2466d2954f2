import { defineWords } from '../../../i18n/words.ts'

const en = {
  answers: 'It leads to a link server of Tapline. You can send with it.',
  other_server: 'Something answers there, but not the link server of Tapline. Point the name or your proxy at the link server.',
  status: 'A proxy answers, but nothing stands behind it. Let it pass requests to the link server.',
  url_invalid: 'The address cannot be asked for.',
  private_address:
    'The name leads to an address inside your own network, which is not asked from here. Try a short link from outside instead.',
  name_not_found: 'The name is not known yet. Make the record, then wait until it has spread: some minutes up to a day.',
  refused: 'The server takes no connection there. Is the link server, or the proxy before it, running?',
  unreachable: 'The server cannot be reached. Is the address in the record right?',
  connection_timeout: 'The server does not answer. Is a firewall in the way?',
  deadline_passed: 'The server took longer than 5 s to answer.',
  connection_lost: 'The connection broke off.',
  tls_failed: 'The certificate is missing, expired or made for another name. Add the name to the certificate of your proxy.',
  answer_invalid: 'What answered there does not speak HTTP.',
}
const de: typeof en = {
  answers: 'Sie führt zu einem Link-Server von Tapline. Sie können mit ihr senden.',
  other_server: 'Dort antwortet etwas, aber nicht der Link-Server von Tapline. Richten Sie den Namen oder Ihren Proxy auf den Link-Server.',
  status: 'Ein Proxy antwortet, aber nichts steht dahinter. Lassen Sie ihn Anfragen an den Link-Server weitergeben.',
  url_invalid: 'Diese Adresse lässt sich nicht abfragen.',
  private_address:
    'Der Name führt zu einer Adresse in Ihrem eigenen Netz, die von hier aus nicht abgefragt wird. Probieren Sie einen Kurzlink von außen aus.',
  name_not_found:
    'Der Name ist noch nicht bekannt. Legen Sie den Eintrag an und warten Sie, bis er sich verbreitet hat: Minuten bis zu einem Tag.',
  refused: 'Der Server nimmt dort keine Verbindung an. Läuft der Link-Server oder der Proxy davor?',
  unreachable: 'Der Server ist nicht erreichbar. Stimmt die Adresse im Eintrag?',
  connection_timeout: 'Der Server antwortet nicht. Steht eine Firewall im Weg?',
  deadline_passed: 'Der Server hat länger als 5 s gebraucht.',
  connection_lost: 'Die Verbindung ist abgerissen.',
  tls_failed:
    'Das Zertifikat fehlt, ist abgelaufen oder gilt für einen anderen Namen. Nehmen Sie den Namen in das Zertifikat Ihres Proxys auf.',
  answer_invalid: 'Was dort antwortet, spricht kein HTTP.',
}

export const domainWords = defineWords(
  {
    title: 'Short domains',
    about: 'What short links begin with. A message uses the default one unless it names another.',
    host: 'Host',
    use: 'Use',
    isDefault: 'default, for all accounts of this installation',
    own: 'yours alone',
    check: 'Check',
    checkHost: (host: string) => `Check ${host}`,
    outcomes: en,
    add: 'Add a short domain',
    addAbout: 'It cannot be removed later, since links that were sent with it have to go on answering.',
    url: 'Address',
    urlHint: 'Scheme and host, such as https://go.example.com. The shorter, the more room in the text.',
    addAction: 'Add the short domain',
    added: (host: string) => `${host} is added. Check that it leads here before you send with it.`,
    dns: 'How to set it up',
    steps: (linkHost: string) => [
      `At the provider of your domain, make an A record, and an AAAA record if your server has IPv6, with the address of the server that answers for ${linkHost}. No CNAME: Safari keeps cookies of such names for 7 days only.`,
      'Add the name to the certificate of the proxy before the link server, and let the proxy pass its requests with the Host header unchanged.',
      'Add the short domain here. The link server follows within 5 s.',
      'Check it, then choose it when you send.',
    ],
  },
  {
    title: 'Kurzdomains',
    about: 'Womit Kurzlinks beginnen. Eine Nachricht nimmt die voreingestellte, wenn sie keine andere nennt.',
    host: 'Name',
    use: 'Verwendung',
    isDefault: 'voreingestellt, für alle Konten dieser Installation',
    own: 'nur für Sie',
    check: 'Prüfen',
    checkHost: (host: string) => `${host} prüfen`,
    outcomes: de,
    add: 'Kurzdomain hinzufügen',
    addAbout: 'Sie lässt sich später nicht entfernen, weil mit ihr gesendete Links weiter antworten müssen.',
    url: 'Adresse',
    urlHint: 'Schema und Name, etwa https://go.example.com. Je kürzer, desto mehr Platz im Text.',
    addAction: 'Kurzdomain hinzufügen',
    added: (host: string) => `${host} ist hinzugefügt. Prüfen Sie, ob sie hierher führt, bevor Sie mit ihr senden.`,
    dns: 'So richten Sie sie ein',
    steps: (linkHost: string) => [
      `Legen Sie beim Anbieter Ihrer Domain einen A-Eintrag an, und einen AAAA-Eintrag, falls Ihr Server IPv6 hat, mit der Adresse des Servers, der für ${linkHost} antwortet. Keinen CNAME: Safari behält Cookies solcher Namen nur 7 Tage.`,
      'Nehmen Sie den Namen in das Zertifikat des Proxys vor dem Link-Server auf, und lassen Sie den Proxy Anfragen mit unverändertem Host-Header weitergeben.',
      'Fügen Sie die Kurzdomain hier hinzu. Der Link-Server kennt sie nach höchstens 5 s.',
      'Prüfen Sie sie, und wählen Sie sie beim Senden aus.',
    ],
  },
)
