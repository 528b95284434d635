import { words } from '../language/words.ts';

export const doOneThingWords = words({
  en: {
    title: 'Do one thing',
    lead: 'Three ways in, five minutes each.',
    device: {
      title: 'Add a sensor of yours',
      says: 'Five small tables say who owns it, where it stands, what it is, and which keys it signs with. Take the samples, put your own sensor in their place, and send them.',
      samples: 'The five tables, filled in as an example',
      names: {
        organisations: 'who owns it',
        sites: 'where it stands',
        devices: 'what it is',
        sessions: 'its keys',
        assignments: 'from when, and where',
      },
      run: 'Then, in the folder of Vigie:',
      after:
        'Rows that are right enter at once. Rows that are not are listed with line, column and reason. Sending the same table twice changes nothing.',
      keys: 'The keys in the sample are invented and public: never give them to a real sensor.',
      download: (file: string) => `Download ${file}`,
    },
    life: {
      title: 'Follow one frame',
      says: 'From the antenna to the map in eight steps, each with what it sees and what it decides.',
      go: 'Choose a frame and follow it',
    },
    broker: {
      title: 'Connect your own broker',
      says: 'Your gateways already speak to an MQTT broker, the server that passes their messages on? Four lines in a file named vigie.yaml, and Vigie listens there too, checking each signature itself.',
      address: 'Address of your broker',
      username: 'User name on it',
      example: 'broker.example.fr',
      lines: 'The four lines of vigie.yaml',
      password:
        'Put the password alone in the file secrets/broker-password, then run npm start. With a vigie.yaml the simulated city falls silent: yours begins, in a data folder of its own.',
      here: 'Or the other way round: let a gateway speak to this Vigie.',
      hereSays: (host: string, port: number, username: string) =>
        `MQTT at ${host}, port ${port}, user ${username}; the password stands in the file secrets/mqtt-password on this machine.`,
    },
    copy: 'Copy',
  },
  fr: {
    title: 'À vous de jouer',
    lead: 'Trois gestes, cinq minutes chacun.',
    device: {
      title: 'Ajoutez votre capteur',
      says: "Cinq petits tableaux disent à qui il est, où il se trouve, ce qu'il est, et avec quelles clés il signe. Prenez les exemples, mettez-y votre capteur, envoyez-les.",
      samples: 'Les cinq tableaux, remplis en exemple',
      names: {
        organisations: 'à qui il est',
        sites: 'où il se trouve',
        devices: "ce qu'il est",
        sessions: 'ses clés',
        assignments: 'depuis quand, et où',
      },
      run: 'Puis, dans le dossier de Vigie :',
      after:
        'Les lignes justes entrent aussitôt. Les autres vous reviennent avec leur ligne, leur colonne et le motif. Envoyer deux fois le même tableau ne change rien.',
      keys: "Les clés de l'exemple sont inventées et publiques : ne les donnez jamais à un vrai capteur.",
      download: (file: string) => `Télécharger ${file}`,
    },
    life: {
      title: 'Suivez une trame',
      says: "De l'antenne à la carte en huit étapes, avec ce que chacune voit et ce qu'elle décide.",
      go: 'Choisir une trame et la suivre',
    },
    broker: {
      title: 'Branchez votre propre broker',
      says: "Vos passerelles parlent déjà à un broker MQTT, le serveur qui relaie leurs messages ? Quatre lignes dans un fichier nommé vigie.yaml, et Vigie l'écoute, en vérifiant elle-même chaque signature.",
      address: 'Adresse de votre broker',
      username: "Nom d'utilisateur",
      example: 'broker.exemple.fr',
      lines: 'Les quatre lignes de vigie.yaml',
      password:
        'Mettez le mot de passe, seul, dans le fichier secrets/broker-password, puis lancez npm start. Avec un vigie.yaml, la ville simulée se tait : la vôtre commence, dans un dossier de données à elle.',
      here: 'Ou dans l’autre sens : une passerelle peut parler à cette Vigie.',
      hereSays: (host: string, port: number, username: string) =>
        `MQTT sur ${host}, port ${port}, utilisateur ${username} ; le mot de passe se trouve dans le fichier secrets/mqtt-password de cette machine.`,
    },
    copy: 'Copier',
  },
});
