// `serve PORT`: an SSH server that lets `lab` in with `right`. `connect HOST PORT PASSWORD`: logs in and runs `id`.
const { Client, Server, utils } = require('ssh2');

const [mode, ...words] = process.argv.slice(2);

if (mode === 'serve') {
  const key = utils.generateKeyPairSync('ed25519').private;
  new Server({ hostKeys: [key] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      if (attempt.method === 'password' && attempt.password === 'right') attempt.accept();
      else attempt.reject(['password']);
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const stream = acceptExec();
        stream.write('uid=1000(lab) gid=1000(lab) groups=1000(lab)\n');
        stream.exit(0);
        stream.end();
      });
    });
  }).listen(Number(words[0]), '0.0.0.0');
} else {
  const [host, port, password] = words;
  const client = new Client();
  client.on('error', () => client.end());
  client.on('ready', () =>
    client.exec('id', (error, stream) => {
      if (error) return client.end();
      stream.resume().on('close', () => client.end());
    }),
  );
  client.connect({ host, port: Number(port), username: 'lab', password });
}
