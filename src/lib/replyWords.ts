/** A list of words, or of phrases where a comma parts them, in any spelling: they are brought to one form when they are looked up. */
const list = (...lines: readonly string[]): string[] => lines.flatMap((line) => line.split(',').map((entry) => entry.trim()))

/**
 * Words that mean "send me nothing more" wherever they stand in a short text, and alone.
 * @see 47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel and unsubscribe are reasonable by definition
 */
export const clearOptOutWords = list(
  'stop, stopall, quit, revoke, optout, cancel, unsubscribe, unsub, remove',
  'stopp, stoppen, stoppt, aufhören, aufhoeren, abmelden, abmeldung, abbestellen, abbestellung, austragen, kündigen, kuendigen, widerruf',
  'arret, arrêt, arrêter, arrêtez, désabonner, désabonnement, désinscrire, désinscription',
  'parar, cancelar, detener, desuscribir, desuscribirme, desuscripción, darmedebaja',
  'fermati, disiscrivi, disiscrivimi, disiscrizione, cancellami, disdici, disattiva',
  'descadastrar, descadastre, cancele, remover',
  'afmelden, uitschrijven, opzeggen',
  'rezygnuję, rezygnacja, wypisz, anuluj, zrezygnuj',
  'avregistrera, avsluta, avanmäla, afmeld, frameld, avslutt, avmeld, meldav, lopeta, peruuta',
  'odhlásit, odhlásiť, zrušit, zrušiť, ukončit, leiratkozás, leiratkozom, lemondás, dezabonare, dezabonez, odjava, odjavi, odjavite, prekini',
  'стоп, отписаться, отписка, отпишите, отписване, откажи, відписатися, відписка, скасувати, στοπ, σταμάτα, διαγραφή, διακοπή',
  'iptal, durdur, stopti, loobun, atteikties, atsisakyti, stabdyti, 退订, 退訂, 停止, 配信停止, توقف, الغاء, إلغاء, עצור, הסר',
)

/** Words that mean it alone or nearly so, and much else in a sentence. */
export const bareOptOutWords = list(
  'end, td, t d, opt out, stop all, un subscribe, ende, schluss, genug, abbruch',
  'annuler, fin, baja, alto, basta, salir, no más, ferma, annulla, cancella, parare, sair, pare, chega',
  'stop sms, koniec, zakończ, wypisuję, slut, sluta, afslut, meld av, stopp sms, konec, vége, lemond, opreste, anulare, renunt',
  'отмена, отказ, спри, відмова, конец, τέλος, dur, ret, ayrıl, stani, ustavi, beigt, 取消',
)

/** Words that mean "send to me again", alone only. */
export const optInWords = list(
  'start, unstop, subscribe, resubscribe, opt in, optin, resume',
  'starten, anmelden, anmeldung, wieder anmelden, démarrer, reprendre, abonner, réabonner',
  'comenzar, empezar, iniciar, alta, suscribir, inizia, attiva, iscrivi, iscrivimi, começar, assinar, inscrever',
  'aanmelden, wznów, zapisz, börja, tilmeld, starta, aloita, přihlásit, prihlásiť, feliratkozás, abonare, prijava',
  'старт, подписаться, підписатися, запиши, έναρξη, başla, başlat, 订阅, 開始',
)

/** Words that ask who is writing and what about, alone only. */
export const helpWords = list(
  'help, info, information, hilfe, aide, aiuto, ayuda, ajuda, hulp, pomoc, hjälp, hjelp, hjælp, apua, segítség, ajutor, pomoć, pomoč',
  'помощь, помощ, допомога, βοήθεια, yardım, bilgi, abi, palīdzība, pagalba, 帮助, ヘルプ, مساعدة, עזרה',
)

/** What people write instead of a keyword, as it reads once accents and punctuation are gone. */
export const optOutPhrases: readonly RegExp[] = [
  /\b(?:stop|quit|no more) (?:texting|text|texts|sending|messaging|messages?|contacting|spamming|calling|sms)\b/,
  /\b(?:do not|dont) (?:text|contact|message|sms|send|write|call)\b/,
  /\b(?:take|get|remove|delete) (?:me|my (?:phone )?number) (?:off|from)\b|\bopt(?:ing)? me out\b|\bleave me alone\b|\blose my number\b/,
  /\b(?:delete|remove) my (?:phone )?number\b|^no more(?: please| thanks| thank you)?$/,
  /\bkeine? (?:weiteren? )?(?:sms|nachricht(?:en)?|werbung|texte|infos?|mails?)\b|\bnicht mehr (?:an)?(?:schreiben|schicken|senden|kontaktieren)\b/,
  /\b(?:losch|loesch|entfern|streich)\w* (?:sie |bitte )*(?:mich|meine (?:handy|telefon)?nummer|meine daten)\b/,
  /\b(?:nummer|mich) (?:bitte )?(?:zu )?(?:aus dem|aus der|aus eurem|aus ihrem|loschen|loeschen|entfernen|streichen)\b|\bin ruhe\b|\bhort? (?:damit |endlich )?auf\b/,
  /\bplus de (?:sms|messages?|textos?|pub)\b|\bne plus (?:recevoir|m ?envoyer|envoyer|me contacter)\b|\bdesabonne\w*\b|\bdesinscri\w*\b|\blaissez moi\b/,
  /\bno (?:quiero|deseo) (?:mas|recibir)\b|\bno mas (?:sms|mensajes|textos)\b|\b(?:dar|darme|denme|dame) de baja\b|\bno me (?:escriban|envien|manden|molesten)\b/,
  /\bnon (?:voglio|desidero) (?:piu|ricevere)\b|\bbasta (?:sms|messaggi)\b|\bdisiscri\w*\b|\bnon (?:scrivetemi|contattatemi|mandatemi)\b/,
  /\bnao quero (?:mais|receber)\b|\bpar(?:e|em) de\b|\bremov(?:a|am) (?:o )?meu\b|\bgeen (?:sms|berichten|reclame)\b|\bniet meer (?:sturen|ontvangen|berichten)\b/,
  /\buitschrijv\w*\b|\bnie chce (?:wiecej|otrzymywac)\b|\bprosze (?:nie (?:pisac|wysylac)|o usuniecie)\b|\bwypis(?:z|ac|cie)\b/,
  /\b(?:inga|ingen|ikke) (?:fler|flere|mer|mere)\b|\bsluta (?:skicka|smsa)\b|\bslutt a sende\b|\bne (?:saljite|posilejte|posielajte)\b/,
  /\bunsubscri\w*\b/,
  /退订|退訂|配信停止|не (?:пишите|пишіть|присылайте|надсилайте|пращайте)/,
]
