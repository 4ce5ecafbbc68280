"""The examiners' console: asks through `exam.service.console_port` and shows what comes back; it decides nothing."""
