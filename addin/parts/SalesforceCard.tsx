import { useState } from 'react';
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { SalesforceConnection } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import type { Host } from '../office.ts';
import { viewWords } from '../words/views.ts';
import { ActAfterAsking } from './ActAfterAsking.tsx';
import { Await } from './Await.tsx';
import { Card } from './Card.tsx';
import { ConnectSalesforce } from './ConnectSalesforce.tsx';
import { useLoaded } from './use-loaded.ts';

const useStyles = makeStyles({
  standing: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
});

/** S6: as whom Salesforce is called, to connect, and to end it. */
export function SalesforceCard({ host, onChange }: { readonly host: Host; readonly onChange: () => void }) {
  const styles = useStyles();
  const connection = useLoaded(() => api.salesforce(), []);
  const [ended, setEnded] = useState<{ readonly revoked: boolean }>();
  const changed = () => {
    connection.reload();
    onChange();
  };
  const disconnect = async () => {
    setEnded(await api.disconnectSalesforce());
    changed();
  };
  return (
    <Card title={viewWords().salesforce.title}>
      <Await loaded={connection} rows={1}>
        {(standing) => (
          <div className={styles.standing}>
            <Text as="p" block>
              {asWhom(standing)}
            </Text>
            {standing.how === 'own' ? (
              <ActAfterAsking
                size="medium"
                question={viewWords().salesforce.disconnectAsk}
                answer={viewWords().salesforce.disconnectIt}
                onAct={disconnect}
              >
                {viewWords().salesforce.disconnect}
              </ActAfterAsking>
            ) : (
              standing.possible && (
                <ConnectSalesforce
                  host={host}
                  appearance="secondary"
                  onConnected={() => {
                    setEnded(undefined);
                    changed();
                  }}
                />
              )
            )}
          </div>
        )}
      </Await>
      <div role="status">
        {ended && (
          <Text as="p">{ended.revoked ? viewWords().salesforce.disconnected : viewWords().salesforce.notRevoked}</Text>
        )}
      </div>
    </Card>
  );
}

function asWhom({ how, username = '' }: SalesforceConnection): string {
  switch (how) {
    case 'own':
      return viewWords().salesforce.own(username);
    case 'jwt':
      return viewWords().salesforce.jwt(username);
    case 'none':
      return viewWords().salesforce.none;
  }
}
