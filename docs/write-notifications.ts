import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderNotifications } from './render-notifications';

writeFileSync(path.join(__dirname, 'notifications.md'), renderNotifications());
