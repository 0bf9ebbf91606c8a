# The app without TensorFlow, for `docker run -p 8501:8501` or compose.yaml. It writes no files, so its disk may be read-only.
FROM python:3.12-slim-bookworm
ENV PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
ENV STREAMLIT_SERVER_ADDRESS=0.0.0.0 STREAMLIT_SERVER_PORT=8501 STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE=true
WORKDIR /app
COPY requirements-app.txt .
COPY requirements-redis.txt .
COPY constraints.txt .
RUN pip install -r requirements-app.txt -r requirements-redis.txt
COPY app.py .
COPY .streamlit .streamlit
COPY pages pages
COPY siamese_core siamese_core
USER 10001:10001
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD python -c "from urllib.request import urlopen; urlopen('http://127.0.0.1:${STREAMLIT_SERVER_PORT}/_stcore/health')"
CMD ["streamlit", "run", "app.py"]
