/** Is there a process with this number? */
export declare function isAlive(processId: number): boolean;
