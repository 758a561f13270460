export { CANARY_ID, CANARY_PATTERN, canaryPrefix, canaryToken } from '../../detections/canary';
