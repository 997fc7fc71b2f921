import type { Wording } from './wording-en.ts';

/** Every reason in German; the services' own text stays as it came (T5). */
export const german: Wording = {
  reasons: {
    'bad-request': 'Die Anfrage ist nicht so, wie die Schnittstelle sie erwartet.',
    'body-not-json': 'Der Inhalt muss JSON sein (Content-Type: application/json).',
    'too-large': 'Der Inhalt ist größer als 256 kB.',
    'sign-in-first': 'Bitte melden Sie sich zuerst an.',
    'scope-missing':
      'Die Anmeldung umfasst die eigene Berechtigung von Cardbridge nicht ({scope}). Bitte fragen Sie Ihre Administration.',
    'sign-in-unavailable': 'Die Anmeldung kann gerade nicht geprüft werden; bitte versuchen Sie es gleich noch einmal.',
    csrf: 'Die Anfrage kam nicht von einer Seite von Cardbridge. Bitte laden Sie sie neu.',
    'sign-in-expired':
      'Diese Anmeldung ist abgelaufen oder wurde in einem anderen Fenster begonnen. Bitte melden Sie sich noch einmal an.',
    'sign-in-cancelled': 'Sie wurden nicht angemeldet.',
    'sign-in-refused':
      'Die Anmeldung hat nicht geklappt. Bitte versuchen Sie es noch einmal; wenn es wieder geschieht, fragen Sie Ihre Administration.',
    'sign-in-not-allowed': 'Ihre Organisation gehört nicht zu denen, die Cardbridge hier nutzen.',
    'code-not-valid': 'Diese Anmeldung ist abgelaufen. Bitte melden Sie sich noch einmal an.',
    'no-sign-in-page': 'Hier gibt es keine Anmeldeseite: Cardbridge wird in Outlook benutzt.',
    'admins-only': 'Das ist der Administration vorbehalten.',
    'not-found': 'Hier ist nichts, oder es gehört Ihnen nicht.',
    'too-many-requests': 'Das waren zu viele Anfragen; bitte versuchen Sie es in einer Minute wieder.',
    'internal-error':
      'In Cardbridge ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal; wenn es wieder geschieht, fragen Sie Ihre Administration.',
    'not-ready': 'Cardbridge startet gerade; bitte versuchen Sie es gleich noch einmal.',
    'not-built': 'Die Seite ist noch nicht gebaut: `npm run build` baut sie.',

    'not-enrolled': 'Ihre Administration hat Sie noch nicht für den Kontaktabgleich eingetragen.',
    'not-connected': 'Salesforce ist noch nicht verbunden. Verbinden Sie es, um zu beginnen.',
    'salesforce-expired':
      'Dieser Weg zu Salesforce ist abgelaufen, schon benutzt oder in einem anderen Fenster begonnen worden. Bitte verbinden Sie es aus Cardbridge noch einmal.',
    'salesforce-cancelled': 'Salesforce wurde nicht verbunden: Der Zugriff wurde dort nicht erlaubt.',
    'salesforce-other-org':
      'Salesforce wurde nicht verbunden: {username} gehört zu einer anderen Organisation als der, mit der Ihre Kontakte abgeglichen werden. Melden Sie sich bei Salesforce ab und verbinden Sie Ihren Benutzer dieser Organisation.',
    'salesforce-by-admin':
      'Als wer Salesforce aufgerufen wird, bestimmt Ihre Administration; es gibt nichts zu verbinden oder zu trennen.',
    'crm-no-refresh-token':
      'Salesforce hat keinen dauerhaften Zugriff gegeben. Bitten Sie Ihre Administration, der App den Bereich refresh_token zu geben.',
    'sync-is-off': 'Der Kontaktabgleich ist ausgeschaltet.',
    paused: 'Der Abgleich ist angehalten.',
    'first-session-to-come': 'Der erste Abgleich ist noch nicht abgeschlossen.',
    'service-not-connected': 'Cardbridge ist nicht mit Ihrem Postfachdienst ({service}) verbunden.',
    'other-org':
      'Salesforce ist jetzt eine andere Organisation als die, mit der Ihre Kontakte abgeglichen wurden; deshalb wird nichts abgeglichen. Bitte fragen Sie Ihre Administration.',
    'folder-missing':
      'Der Kontaktordner in Outlook ist verschwunden. Es wird nichts gelöscht: Legen Sie ihn aus Salesforce neu an, oder schalten Sie den Abgleich aus.',
    'folder-is-there': 'Der Kontaktordner ist da; es gibt nichts zu entscheiden.',
    'no-contacts-folder': 'Ihr Postfach hat keinen Ordner „Kontakte“.',
    'too-many-contacts':
      'Der Filter wählt mehr Kontakte aus als die {limit} erlaubten[: {count}]. Wählen Sie einen engeren.',
    'view-not-readable':
      'Die Listenansicht kann nicht gelesen werden; deshalb kommt kein Kontakt dazu und keiner weg, verknüpfte bleiben im Abgleich.[ Der Dienst meldet: „{message}“]',
    'many-deletes':
      'Der Abgleich ist angehalten: Er würde {deletes} Kontakte löschen, nach {recent} in den letzten 24 Stunden, von insgesamt {links}. Erlauben oder verwerfen Sie ihn.',
    'first-upload':
      'Der Abgleich ist angehalten: Er würde {uploads} Ihrer Kontakte an Salesforce senden, mehr als {limit} auf einmal. Erlauben oder verwerfen Sie ihn.',
    'leaving-incomplete':
      'Einige Kontakte konnten nicht freigegeben werden ({contacts}: {names}). Es ist noch nichts vergessen: Versuchen Sie es noch einmal, oder lassen Sie die Kontakte in Outlook.',
    'plan-replaced': 'Dieser Plan gilt nicht mehr: Er wurde ausgeführt, verworfen oder durch einen neueren ersetzt.',
    'moved-meanwhile':
      'Was sich seit der Vorschau geändert hat, sieht der nächste Abgleich neu an (Kontakte: {contacts}): {names}.',
    'records-made-anew':
      'Der Papierkorb enthielt sie nicht mehr: {records} in Salesforce neu angelegt, mit den synchronisierten Feldern; Account, Inhaber und alles andere daran ist verloren.',
    'later-edits-kept': 'Was später bearbeitet wurde, bleibt, wie es ist (Felder: {fields}).',
    'nothing-to-undo':
      'Hier gibt es nichts mehr rückgängig zu machen[: In den letzten {days} Tagen wurde nichts geschrieben, das noch gilt].',
    'undo-too-late':
      'Das lässt sich nicht mehr rückgängig machen: Änderungen lassen sich {days} Tage lang rückgängig machen.',
    'records-to-make-anew':
      'Der Papierkorb enthält sie nicht mehr: {records} würden in Salesforce mit den synchronisierten Feldern neu angelegt; ID, Account, Inhaber, Verlauf und alles andere daran ist verloren.',
    'kept-edited-since': 'Es wurde später bearbeitet.',
    'kept-one-way-field': 'Das Feld wird nur in eine Richtung abgeglichen.',
    'kept-company-is-the-account': 'Die Firma folgt dem Namen des Accounts in Salesforce.',
    'kept-no-free-slot': 'Der Kontakt in Outlook hat keinen Platz mehr für den Wert.',
    'kept-contact-not-there': 'Den Kontakt gibt es nicht mehr, oder er ist nicht lesbar.',
    'kept-linked-anew': 'Der Kontakt wurde inzwischen neu verknüpft.',
    'kept-private-item': 'Der Kontakt ist in Outlook als privat gekennzeichnet.',
    'kept-person-account': 'Ein Personenaccount wird von hier aus nie gelöscht.',
    'kept-record-merged': 'Der Kontakt wurde in Salesforce mit einem anderen zusammengeführt.',
    'kept-record-there-again': 'Salesforce hat diesen Kontakt wieder.',
    'kept-not-taken-back': 'Es ließ sich nicht zurücknehmen; Sie können es noch einmal versuchen.',
    'session-not-over': 'Der Abgleich ist noch nicht zu Ende.',

    'auto-removal-is-off':
      'Das automatische Entfernen ist aus; deshalb wird nichts aus Salesforce entfernt. Schalten Sie es ein, oder behalten Sie beide.',
    'preview-of-other-filter':
      'Die Vorschau gehört zu einem anderen Filter oder ist nicht mehr bekannt. Bitte sehen Sie sie noch einmal an.',
    'no-such-mailbox': 'Das Verzeichnis hat kein Postfach mit der Adresse {address}.',
    'no-mailbox-of-person': 'Das Verzeichnis hat kein Postfach dieser Person. Geben Sie dessen Adresse an.',
    'enrolment-needs-address': 'Die Adresse des Postfachs muss angegeben werden.',
    'enrolment-needs-person':
      'Wem das Postfach {address} gehört, muss gesagt werden: Nennen Sie die Person so, wie sie sich angemeldet hat.',
    'address-of-somebody-else': 'Die Adresse {address} oder die Person hat hier schon ein anderes Postfach.',
    'unknown-contact': 'Dieser Kontakt ist nicht (mehr) bekannt.',
    'several-items-with-address': '{count} Ihrer Outlook-Kontakte haben diese Adresse; wählen Sie den richtigen.',
    'card-first':
      'Weder Outlook noch Salesforce hat diese Person. Sehen Sie sich die Karte an, und bestätigen Sie sie.',
    'field-not-asked':
      'Salesforce verlangt {field} nicht; ordnen Sie es in der Einstellungsdatei zu, um es abzugleichen.',
    'nothing-to-choose': 'Bei diesem Kontakt gibt es nichts zu wählen. Schalten Sie ihn ohne eine Wahl ein oder aus.',
    'choice-not-offered':
      'Dieser Datensatz gehört nicht zu denen, die für den Kontakt angeboten wurden. Wählen Sie einen davon, oder legen Sie einen neuen Kontakt an.',
    'nothing-to-put-back': 'Für {field} gibt es keinen früheren Wert, der zurückgelegt werden könnte.',

    conflict: 'Das Feld „{field}“ wurde auf beiden Seiten geändert[: „{kept}“ ist geblieben][, „{lost}“ nicht].',
    'conflict-of-several': '{count} Felder wurden auf beiden Seiten geändert.',
    'private-item': 'Der Kontakt ist in Outlook als privat markiert und wird nicht abgeglichen.',
    'blocked-address':
      'Die Adresse steht auf Ihrer Sperrliste: Sie wird nicht abgeglichen, und beide Seiten bleiben, wie sie sind.',
    'blocked-by-admin':
      'Die Adresse steht auf der Sperrliste Ihrer Administration: Sie wird nicht abgeglichen, und beide Seiten bleiben, wie sie sind.',
    'no-switch-group': 'Das ist eine Gruppe; abgeglichen werden nur Personen.',
    'no-switch-room': 'Das ist ein Raum oder eine Ressource; abgeglichen werden nur Personen.',
    'no-switch-no-reply': 'Diese Adresse liest niemand; abgeglichen werden nur Personen.',
    'no-switch-no-address': 'Dieser Empfänger hat keine E-Mail-Adresse, die abgeglichen werden kann.',
    'copy-of-another': 'Der Kontakt ist die Kopie eines Kontakts, der schon abgeglichen wird.',
    'several-items-with-key':
      'Von diesem Kontakt gibt es in Outlook mehrere Kopien; löschen Sie, was Sie nicht brauchen.',
    'record-not-readable': 'Sie können diesen Kontakt in Salesforce nicht mehr lesen.',
    'already-linked':
      'Salesforce hat diesen Kontakt, aber er gehört zu einem anderen Ihrer Outlook-Kontakte. Wählen Sie, oder legen Sie einen neuen an.',
    'other-name':
      'Salesforce hat diese Adresse unter einem anderen Namen. Wählen Sie den Kontakt, oder legen Sie einen neuen an.',
    'name-alone':
      'Salesforce hat einen Kontakt dieses Namens, und keiner hat mehr als den Namen. Wählen Sie ihn, oder legen Sie einen neuen an.',
    'several-records':
      'Salesforce hat mehrere Kontakte, die dieser sein können. Wählen Sie einen, oder legen Sie einen neuen an.',
    'choice-gone':
      'Der gewählte Datensatz ist nicht mehr in Salesforce oder für Sie nicht sichtbar. Wählen Sie einen anderen, oder legen Sie einen neuen Kontakt an.',
    'stopped-in-folder': 'Sie haben diesen Kontakt gestoppt; er bleibt, wie er ist, bis Sie ihn einschalten.',
    'missing-required': 'Salesforce braucht das Feld „{field}“; bitte füllen Sie es in Outlook aus.',
    'required-field': 'Das Feld „{field}“ darf in Salesforce nicht leer sein.',
    'field-not-writable': 'Sie dürfen das Feld „{field}“ in Salesforce nicht ändern.',
    'not-in-picklist': 'Salesforce bietet „{value}“ für {field} nicht an.',
    'too-long': 'Das Feld „{field}“ ist zu lang für Salesforce: {length} Zeichen, {limit} sind erlaubt.',
    'no-free-slot': 'Outlook hat keinen Platz mehr für {field}: Es fasst {limit}.',
    'item-has-attachments':
      'Der Kontakt hat Anlagen und kann nicht verschoben werden, ohne sie zu verlieren; verschieben Sie ihn selbst in Outlook.',
    'move-not-verified': 'Beim Verschieben wäre etwas verloren gegangen; der Kontakt blieb, wo er ist.[ ({message})]',
    'create-not-done':
      'Der Kontakt wurde in Salesforce noch nicht angelegt; der nächste Abgleich versucht es noch einmal.',
    'no-outcome': 'Der Dienst hat zu diesem Kontakt nichts geantwortet; der nächste Abgleich sieht ihn wieder an.',

    'feed-without-end':
      'Das Postfach hat nicht gesagt, wo seine Änderungen enden; der nächste Abgleich versucht es noch einmal.',
    'too-many-calls': 'Der Dienst bittet zu warten; der Abgleich geht später von selbst weiter.',
    'no-answer': 'Der Dienst hat nicht geantwortet; der Abgleich geht später von selbst weiter.[ („{message}“)]',
    'empty-answer': 'Der Dienst hat leer geantwortet; der Abgleich geht später von selbst weiter.',
    'not-json': 'Die Antwort des Dienstes war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'cut-answer': 'Die Antwort des Dienstes brach ab; der Abgleich geht später von selbst weiter.',

    'graph-cursor-lost':
      'Das Postfach weiß nicht mehr, wo der letzte Abgleich endete; der nächste liest alles noch einmal.',
    'graph-corrupt-cursor':
      'Der Merker, wo der letzte Abgleich endete, ist nicht brauchbar; der nächste liest alles noch einmal.',
    'graph-throttled': 'Microsoft 365 bittet zu warten; der Abgleich geht später von selbst weiter.',
    'graph-signed-out':
      'Microsoft 365 nimmt die Anmeldung von Cardbridge nicht mehr an. Bitte fragen Sie Ihre Administration.',
    'graph-sign-in-refused':
      'Microsoft 365 hat die Anmeldung von Cardbridge abgelehnt. Bitte fragen Sie Ihre Administration.[ Microsoft meldet: „{message}“]',
    'graph-no-mailbox': 'Sie haben kein Postfach in Exchange Online, das abgeglichen werden kann.',
    'graph-forbidden':
      'Cardbridge darf Ihr Postfach nicht öffnen. Bitte fragen Sie Ihre Administration.[ Microsoft meldet: „{message}“]',
    'graph-no-contacts-folder': 'Ihr Postfach hat keinen Ordner „Kontakte“.',
    'graph-not-found': 'Der Kontakt ist nicht mehr im Postfach.',
    'graph-changed-since': 'Der Kontakt hat sich inzwischen geändert; der nächste Abgleich sieht ihn wieder an.',
    'graph-unavailable': 'Microsoft 365 ist nicht zu erreichen; der Abgleich geht später von selbst weiter.',
    'graph-rejected': 'Outlook hat diesen Kontakt nicht angenommen[ ({field})].[ Microsoft meldet: „{message}“]',
    'graph-not-understood':
      'Die Antwort von Microsoft 365 war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'graph-foreign-link':
      'Der Antwort von Microsoft 365 war nicht zu trauen; der Abgleich geht später von selbst weiter.',
    'graph-not-a-page':
      'Die Antwort von Microsoft 365 war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'graph-not-a-batch':
      'Die Antwort von Microsoft 365 war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'graph-not-a-folder': 'Microsoft 365 hat unverständlich geantwortet; der Abgleich geht später von selbst weiter.',
    'graph-endless': 'Microsoft 365 hat eine Liste ohne Ende gegeben; der Abgleich geht später von selbst weiter.',
    'graph-sign-in-not-understood':
      'Die Anmeldung bei Microsoft hat unverständlich geantwortet; der Abgleich geht später von selbst weiter.',
    'graph-not-a-contact':
      'Die Antwort von Microsoft 365 war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'graph-page-without-link':
      'Die Antwort von Microsoft 365 war unvollständig; der Abgleich geht später von selbst weiter.',
    'graph-part-missing':
      'Die Antwort von Microsoft 365 war unvollständig; der Abgleich geht später von selbst weiter.',

    'crm-required-field-missing':
      'Salesforce braucht ein Feld, das leer ist[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-string-too-long': 'Ein Wert ist zu lang für Salesforce[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-invalid-email': 'Salesforce nimmt die E-Mail-Adresse nicht an.[ Salesforce meldet: „{message}“]',
    'crm-validation-rule':
      'Eine Regel Ihrer Salesforce-Organisation lehnt diesen Kontakt ab[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-bad-picklist-value': 'Salesforce bietet diesen Wert nicht an[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-field-integrity': 'Salesforce nimmt diese Werte nicht zusammen an.[ Salesforce meldet: „{message}“]',
    'crm-field-not-writable':
      'Sie dürfen dieses Feld in Salesforce nicht ändern[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-no-access': 'Sie dürfen diesen Kontakt in Salesforce nicht ändern.[ Salesforce meldet: „{message}“]',
    'crm-automation-failed':
      'Eine Automatik Ihrer Salesforce-Organisation ist an diesem Kontakt gescheitert.[ Salesforce meldet: „{message}“]',
    'crm-bad-reference':
      'Etwas, worauf der Kontakt verweist, gibt es in Salesforce nicht.[ Salesforce meldet: „{message}“]',
    'crm-bad-value':
      'Salesforce nimmt einen Wert dieses Kontakts nicht an[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-duplicate-value':
      'Salesforce hat diesen Wert schon bei einem anderen Kontakt[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-duplicate-rule':
      'Eine Duplikatsregel Ihrer Salesforce-Organisation lehnt diesen Kontakt ab.[ Salesforce meldet: „{message}“]',
    'crm-duplicates-detected':
      'Salesforce hat Kontakte, die dieser sein können. Wählen Sie einen.[ Salesforce meldet: „{message}“]',
    'crm-delete-refused': 'Salesforce lässt diesen Kontakt nicht löschen.[ Salesforce meldet: „{message}“]',
    'crm-storage-full': 'Der Speicher Ihrer Salesforce-Organisation ist voll. Bitte sagen Sie es Ihrer Administration.',
    'crm-invalid-field':
      'Salesforce kennt ein zugeordnetes Feld nicht. Bitte sagen Sie es Ihrer Administration.[ Salesforce meldet: „{message}“]',
    'crm-malformed-query': 'Salesforce hat eine Abfrage nicht verstanden.[ Salesforce meldet: „{message}“]',
    'crm-person-account': 'Dieser Kontakt ist ein Personenaccount und wird über seinen Account geändert.[ ({message})]',
    'crm-gone': 'Der Kontakt ist nicht mehr in Salesforce oder für Sie nicht sichtbar.',
    'crm-changed': 'Der Kontakt hat sich in Salesforce inzwischen geändert; der nächste Abgleich sieht ihn wieder an.',
    'crm-not-in-recycle-bin': 'Der Kontakt ist nicht mehr im Papierkorb von Salesforce.',
    'crm-other': 'Salesforce hat das nicht angenommen.[ Salesforce meldet: „{message}“]',
    'crm-request-too-long': 'Eine Anfrage an Salesforce war zu lang.',

    'list-view-not-soql':
      'Salesforce gibt für diese Listenansicht keine Abfrage heraus; deshalb taugt sie nicht als Filter.',
    'crm-view-gone': 'Die Listenansicht gibt es nicht mehr, oder sie ist für Sie nicht sichtbar.',
    'crm-cursor-lost': 'Salesforce weiß nicht mehr, wo die letzte Seite endete; der nächste Abgleich liest sie wieder.',
    'crm-row-locked': 'Jemand ändert den Kontakt gerade in Salesforce; der nächste Abgleich versucht es noch einmal.',
    'crm-query-timeout': 'Salesforce hat zu lange gebraucht; der Abgleich geht später von selbst weiter.',
    'crm-unavailable': 'Salesforce ist nicht zu erreichen; der Abgleich geht später von selbst weiter.',
    'crm-timeout': 'Salesforce hat nicht rechtzeitig geantwortet; der Abgleich geht später von selbst weiter.',
    'crm-cut': 'Die Verbindung zu Salesforce brach ab; der Abgleich geht später von selbst weiter.',
    'crm-unreachable': 'Salesforce ist nicht zu erreichen; der Abgleich geht später von selbst weiter.',
    'crm-request-limit':
      'Die Grenze der Aufrufe Ihrer Salesforce-Organisation ist erreicht; der Abgleich geht später von selbst weiter.',
    'crm-too-many-at-once':
      'Salesforce ist mit anderen langen Anfragen Ihrer Organisation beschäftigt; der Abgleich geht später von selbst weiter.',
    'crm-answer-not-understood':
      'Die Antwort von Salesforce war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'crm-incomplete-answer':
      'Die Antwort von Salesforce war unvollständig; der Abgleich geht später von selbst weiter.',
    'crm-schema-changed':
      'Die Felder Ihrer Salesforce-Organisation haben sich geändert; der nächste Abgleich liest sie neu.',
    'crm-forbidden':
      'Salesforce erlaubt Ihnen das nicht. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-no-contacts':
      'Sie dürfen in Salesforce keine Kontakte sehen. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-api-disabled':
      'Die Schnittstelle Ihrer Salesforce-Organisation steht Ihnen nicht offen. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-session-refused':
      'Salesforce nimmt die Anmeldung nicht mehr an. Bitte melden Sie sich neu an.[ Salesforce meldet: „{message}“]',
    'crm-app-not-approved':
      'Cardbridge ist in Salesforce nicht für Sie zugelassen. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-app-refused':
      'Salesforce lehnt Cardbridge ab. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-user-inactive':
      'Ihr Salesforce-Benutzer ist deaktiviert oder gesperrt. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-no-user':
      'Es gibt für Sie keinen Salesforce-Benutzer. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-token-lost':
      'Die gespeicherte Anmeldung bei Salesforce lässt sich nicht mehr lesen: Der Schlüssel dieses Servers hat gewechselt. Bitte verbinden Sie Salesforce erneut.',
    'crm-sign-in-expired':
      'Die Anmeldung bei Salesforce ist abgelaufen. Bitte melden Sie sich neu an.[ Salesforce meldet: „{message}“]',
    'crm-sign-in-refused':
      'Salesforce hat die Anmeldung abgelehnt. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',

    'why-needs-attention': 'Etwas steht dem Abgleich dieses Kontakts im Weg.',
    'why-waiting': 'Er geht mit dem nächsten Abgleich mit.',
    'why-waiting-off': 'Er wartet: Der Kontaktabgleich ist ausgeschaltet.',
    'why-waiting-paused': 'Er wartet: Der Abgleich ist angehalten.',
    'why-stopped': 'Sie haben den Abgleich dieses Kontakts gestoppt.',
    'why-synced': 'Er ist in Outlook und Salesforce gleich[; er gehört {owner}].',
    'why-outside-all':
      'Er ist in Salesforce[, gehört {owner}] und kommt mit dem nächsten Abgleich: Ihr Filter ist „Alle verfügbaren Kontakte“.',
    'why-outside-soon': 'Er gehört in Salesforce Ihnen und kommt mit dem nächsten Abgleich.',
    'why-outside-mine': 'Gehört {owner}; Ihr Filter ist „Nur meine Kontakte“.',
    'why-outside-not-mine': 'Gehört jemand anderem; Ihr Filter ist „Nur meine Kontakte“.',
    'why-outside-view': 'Er ist in Salesforce[, gehört {owner}], aber nicht in der Listenansicht, die Ihr Filter ist.',
    'why-not-synced': 'Er ist weder unter Ihren abgeglichenen Kontakten noch in Salesforce zu finden.',
    'why-checking': 'Er ist nicht unter Ihren abgeglichenen Kontakten; Salesforce wird gerade gefragt.',
    'stop-mail-subject': '{name}: Ihre Kontakte werden nicht abgeglichen',
    'stop-mail':
      'Guten Tag {person},\n\nseit dem {since} werden Ihre Kontakte zwischen Ihrem Postfach und Salesforce nicht mehr abgeglichen:\n\n{reason}\n\n' +
      'Unter {url} sehen Sie es und können es beheben.\n\nEs geht inzwischen nichts verloren. Diese Erinnerung kommt einmal in der Woche, bis der Abgleich wieder läuft.\n',
    'salesforce-not-asked':
      'Er ist nicht unter Ihren abgeglichenen Kontakten; Salesforce kann im Moment nicht gefragt werden.',
  },
  fields: {
    salutation: 'Anrede',
    firstName: 'Vorname',
    middleName: 'Zweiter Vorname',
    lastName: 'Nachname',
    suffix: 'Namenszusatz',
    title: 'Position',
    company: 'Firma',
    department: 'Abteilung',
    email: 'E-Mail',
    phone: 'Telefon (geschäftlich)',
    mobilePhone: 'Mobiltelefon',
    homePhone: 'Telefon (privat)',
    otherPhone: 'Weiteres Telefon',
    fax: 'Fax',
    assistantName: 'Name der Assistenz',
    assistantPhone: 'Telefon der Assistenz',
    birthdate: 'Geburtstag',
    notes: 'Notizen',
    mailingAddress: 'Geschäftsadresse',
    otherAddress: 'Privatadresse',
  },
  unknown: 'Das war nicht möglich (Grund: {code}).[ Der Dienst meldet: „{message}“]',
};
