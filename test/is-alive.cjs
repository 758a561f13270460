/** Is there a process with this number? */
exports.isAlive = (processId) => {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // Somebody else's is there as well.
    return error.code === 'EPERM';
  }
};
