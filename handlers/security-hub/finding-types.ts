/**
 * The tactic of each technique that the catalogue names, as Security Hub's taxonomy has it ("Types taxonomy for
 * ASFF"): it follows ATT&CK, save that impact and exfiltration stand under "Effects". A sub-technique is looked up
 * first, then its technique; of several tactics it is the one that our detections see.
 */
const CATEGORY: Readonly<Record<string, string>> = {
  T1020: 'Effects/Data Exfiltration',
  T1021: 'TTPs/Lateral Movement',
  T1040: 'TTPs/Credential Access',
  T1041: 'Effects/Data Exfiltration',
  T1046: 'TTPs/Discovery',
  T1048: 'Effects/Data Exfiltration',
  T1053: 'TTPs/Persistence',
  T1059: 'TTPs/Execution',
  T1070: 'TTPs/Defense Evasion',
  T1071: 'TTPs/Command and Control',
  T1078: 'TTPs/Initial Access',
  T1087: 'TTPs/Discovery',
  T1098: 'TTPs/Persistence',
  T1105: 'TTPs/Command and Control',
  T1110: 'TTPs/Credential Access',
  T1133: 'TTPs/Initial Access',
  T1136: 'TTPs/Persistence',
  T1190: 'TTPs/Initial Access',
  T1195: 'TTPs/Initial Access',
  T1199: 'TTPs/Initial Access',
  T1211: 'TTPs/Defense Evasion',
  T1213: 'TTPs/Collection',
  T1484: 'TTPs/Privilege Escalation',
  T1485: 'Effects/Data Destruction',
  T1486: 'Effects/Data Destruction',
  T1489: 'Effects/Denial of Service',
  T1490: 'Effects/Data Destruction',
  T1496: 'Effects/Resource Consumption',
  T1498: 'Effects/Denial of Service',
  T1499: 'Effects/Denial of Service',
  T1525: 'TTPs/Persistence',
  T1530: 'TTPs/Collection',
  T1531: 'Effects/Denial of Service',
  T1535: 'TTPs/Defense Evasion',
  T1537: 'Effects/Data Exfiltration',
  T1546: 'TTPs/Persistence',
  T1548: 'TTPs/Privilege Escalation',
  T1550: 'TTPs/Lateral Movement',
  T1552: 'TTPs/Credential Access',
  T1555: 'TTPs/Credential Access',
  T1556: 'TTPs/Credential Access',
  T1557: 'TTPs/Credential Access',
  T1565: 'Effects/Data Destruction',
  T1567: 'Effects/Data Exfiltration',
  T1571: 'TTPs/Command and Control',
  T1572: 'TTPs/Command and Control',
  T1578: 'TTPs/Defense Evasion',
  T1580: 'TTPs/Discovery',
  T1583: 'TTPs/Initial Access',
  T1595: 'TTPs/Discovery',
  T1599: 'TTPs/Defense Evasion',
  T1609: 'TTPs/Execution',
  T1610: 'TTPs/Execution',
  T1611: 'TTPs/Privilege Escalation',
  T1613: 'TTPs/Discovery',
  T1648: 'TTPs/Execution',
  T1651: 'TTPs/Execution',
  T1666: 'TTPs/Defense Evasion',
  T1677: 'TTPs/Execution',
  T1685: 'TTPs/Defense Evasion',
  T1686: 'TTPs/Defense Evasion',
};

/** "Array Members: Maximum number of 50 items", `AwsSecurityFinding.Types`. */
const MOST_TYPES = 50;

/** `TTPs/Execution/ecs-exec-session-opened`: the category of each technique, once, with the detection's id in it. */
export function findingTypes(techniques: readonly string[], detectionId: string): readonly string[] {
  const categories = techniques.flatMap((id) => CATEGORY[id.split('.')[0] ?? ''] ?? []);
  const known = categories.length > 0 ? categories : ['Unusual Behaviors/Application'];
  return [...new Set(known)].map((category) => `${category}/${detectionId}`).slice(0, MOST_TYPES);
}
